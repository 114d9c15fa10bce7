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
from consultations.admin.messages import refused
from consultations.forms import MomentForm
from consultations.models import TimeRequest
from consultations.slots import Refusal
from consultations.wording import short_text, when_zone_text
from health.clock import now
from practice.actions import desk_zone
from practice.admin_base import DeskAdmin
from practice.changelist import LongList
from practice.confirm_action import asked_first
from practice.zones import place

LABELS = {"open": "warning", "offered": "info", "booked": "success", "closed": ""}


@admin.register(TimeRequest)
class TimeRequestAdmin(LongList, DeskAdmin):
    list_display = ("made", "stands", "who", "offered_at", "meeting")
    list_filter = ("state",)
    list_select_related = ("meeting",)
    actions = ("close",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: TimeRequest | None = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One wish, and the two things that can be done about it."""
        time_request = get_object_or_404(
            TimeRequest.objects.select_related("meeting", "booking"), pk=object_id
        )
        if not self.has_view_or_change_permission(request, time_request):
            raise PermissionDenied
        zone, may_change = desk_zone(), self.has_change_permission(request, time_request)
        form = MomentForm(zone, request.POST if "offer" in request.POST else None)
        if request.method == "POST":
            if not may_change:
                raise PermissionDenied
            if self.done(request, time_request, form):
                return redirect("admin:consultations_timerequest_change", time_request.pk)
        zones = (zone, ZoneInfo(time_request.zone))
        context = {
            **self.admin_site.each_context(request),
            "title": _("A wish for a time"),
            "time_request": time_request,
            "form": form,
            "may_change": may_change,
            "place": place(zone.key),
            "their_place": place(time_request.zone),
            "offered": [
                when_zone_text(time_request.offered, zone) for zone in zones if time_request.offered
            ],
            "asked": when_zone_text(time_request.made_at, zone),
        }
        return TemplateResponse(request, "consultations/admin_time_request.html", context)

    def done(self, request: HttpRequest, time_request: TimeRequest, form: MomentForm) -> bool:
        """Do what the button says; False to show the page again as it was sent."""
        if "close" in request.POST:
            actions.close_time_request(time_request=time_request, now=now())
            messages.success(request, _("Closed. Nothing more will come of it."))
            return True
        if not form.is_valid():
            return False
        outcome = actions.offer(
            time_request=time_request, starts_at=form.cleaned_data["starts"], now=now()
        )
        if isinstance(outcome, Refusal):
            messages.error(request, refused(outcome, desk_zone()))
            return False
        said = _("A letter with this time goes to %(email)s.") % {"email": time_request.email}
        messages.success(request, said)
        return True

    @admin.display(description=_("who"))
    def who(self, time_request: TimeRequest) -> str:
        return time_request.first_name or time_request.email

    @display(description=_("state"), label=LABELS)
    def stands(self, time_request: TimeRequest) -> tuple[str, str]:
        return time_request.state, time_request.get_state_display()

    @admin.display(description=_("asked"))
    def made(self, time_request: TimeRequest) -> str:
        return short_text(time_request.made_at, desk_zone())

    @admin.display(description=_("offered time"))
    def offered_at(self, time_request: TimeRequest) -> str:
        return short_text(time_request.offered, desk_zone()) if time_request.offered else "–"

    @admin.action(description=_("Close: nothing more will come of it"), permissions=["change"])
    @asked_first(
        "Close %d wish? Its link then says so; no letter goes out.",
        "Close %d wishes? Their links then say so; no letter goes out.",
    )
    def close(self, request: HttpRequest, time_requests: QuerySet[TimeRequest]) -> None:
        closed = [
            actions.close_time_request(time_request=time_request, now=now())
            for time_request in time_requests
        ]
        words = ngettext("%(n)d wish closed.", "%(n)d wishes closed.", sum(closed))
        left = _("The others were booked or closed before.")
        said = words % {"n": sum(closed)}
        level = messages.SUCCESS if all(closed) else messages.WARNING
        self.message_user(request, said if all(closed) else f"{said} {left}", level)
