"""Wishes for a time: read, answered with a time, or closed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from consultations import actions
from consultations.admin.pages import her_zone
from consultations.forms import OfferForm
from consultations.models import Wish
from consultations.slots import Refusal
from consultations.wording import refusal_text, when_zone_text
from practice.asking import asked_first
from practice.lists import LongList
from pulse.clock import now


@admin.register(Wish)
class WishAdmin(LongList, ModelAdmin):
    list_display = ("made_at", "email", "meeting", "state", "offered_at")
    list_filter = ("state",)
    list_select_related = ("meeting",)
    actions = ("close",)
    form = OfferForm
    told = ("first_name", "email", "meeting", "text", "zone", "state", "offered_at", "made_at")
    readonly_fields = told
    fieldsets = (
        (None, {"fields": told}),
        (_("Offer them a time"), {"fields": ("starts",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Wish | None = None) -> bool:
        return False

    @admin.display(description=_("offered time"))
    def offered_at(self, wish: Wish) -> str:
        return when_zone_text(wish.offered, her_zone()) if wish.offered else "–"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A time typed here goes to them as an offer; nothing else of a wish is changed."""
        starts = form.cleaned_data.get("starts")
        if starts is None:
            return
        outcome = actions.offer(wish=obj, starts_at=starts, now=now())
        if isinstance(outcome, Refusal):
            messages.error(request, refusal_text(outcome.why))
        else:
            messages.success(request, _("They get a letter with this time."))

    @admin.action(description=_("Close: nothing more will come of it"))
    @asked_first(
        "Close %d wish? Its link then says so; no letter goes out.",
        "Close %d wishes? Their links then say so; no letter goes out.",
    )
    def close(self, request: HttpRequest, wishes: QuerySet[Wish]) -> None:
        closed = [actions.close_wish(wish=wish, now=now()) for wish in wishes]
        words = ngettext("%(n)d wish closed.", "%(n)d wishes closed.", sum(closed))
        left = _("The others were booked or closed before.")
        said = words % {"n": sum(closed)}
        level = messages.SUCCESS if all(closed) else messages.WARNING
        self.message_user(request, said if all(closed) else f"{said} {left}", level)
