"""Wishes for a time: read, answered with a time, or closed."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from consultations import actions
from consultations.admin.booking_page import her_zone
from consultations.admin.messages import refused
from consultations.forms import MomentForm
from consultations.models import Wish
from consultations.slots import Refusal
from consultations.wording import short_text, when_zone_text
from consultations.zones import place
from health.clock import now
from practice.admin_base import DeskAdmin
from practice.changelist import LongList
from practice.confirm_action import asked_first

LABELS = {"open": "warning", "offered": "info", "booked": "success", "closed": ""}


@admin.register(Wish)
class WishAdmin(LongList, DeskAdmin):
    list_display = ("made", "stands", "who", "offered_at", "meeting")
    list_filter = ("state",)
    list_select_related = ("meeting",)
    actions = ("close",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Wish | None = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One wish, and the two things that can be done about it."""
        wish = get_object_or_404(Wish.objects.select_related("meeting", "booking"), pk=object_id)
        if not self.has_view_or_change_permission(request, wish):
            raise PermissionDenied
        zone, may_change = her_zone(), self.has_change_permission(request, wish)
        form = MomentForm(zone, request.POST if "offer" in request.POST else None)
        if request.method == "POST":
            if not may_change:
                raise PermissionDenied
            if self.done(request, wish, form):
                return redirect("admin:consultations_wish_change", wish.pk)
        zones = (zone, ZoneInfo(wish.zone))
        context = {
            **self.admin_site.each_context(request),
            "title": _("A wish for a time"),
            "wish": wish,
            "form": form,
            "may_change": may_change,
            "place": place(zone.key),
            "their_place": place(wish.zone),
            "offered": [when_zone_text(wish.offered, one) for one in zones if wish.offered],
            "asked": when_zone_text(wish.made_at, zone),
        }
        return TemplateResponse(request, "consultations/admin_wish.html", context)

    def done(self, request: HttpRequest, wish: Wish, form: MomentForm) -> bool:
        """Do what the button says; False to show the page again as it was sent."""
        if "close" in request.POST:
            actions.close_wish(wish=wish, now=now())
            messages.success(request, _("Closed. Nothing more will come of it."))
            return True
        if not form.is_valid():
            return False
        outcome = actions.offer(wish=wish, starts_at=form.cleaned_data["starts"], now=now())
        if isinstance(outcome, Refusal):
            messages.error(request, refused(outcome, her_zone()))
            return False
        said = _("A letter with this time goes to %(email)s.") % {"email": wish.email}
        messages.success(request, said)
        return True

    @admin.display(description=_("who"))
    def who(self, wish: Wish) -> str:
        return wish.first_name or wish.email

    @display(description=_("state"), label=LABELS)
    def stands(self, wish: Wish) -> tuple[str, str]:
        return wish.state, wish.get_state_display()

    @admin.display(description=_("asked"))
    def made(self, wish: Wish) -> str:
        return short_text(wish.made_at, her_zone())

    @admin.display(description=_("offered time"))
    def offered_at(self, wish: Wish) -> str:
        return short_text(wish.offered, her_zone()) if wish.offered else "–"

    @admin.action(description=_("Close: nothing more will come of it"), permissions=["change"])
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
