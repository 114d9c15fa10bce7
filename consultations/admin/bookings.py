"""Bookings as a list, and the doors to their pages: week, brief, by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action

from consultations import actions
from consultations.admin.pages import brief, brief_pdf, her_zone, new
from consultations.admin.week import renew, week
from consultations.models import Booking
from consultations.wording import when_zone_text
from practice.asking import asked_first
from practice.lists import LongList
from pulse.clock import now


@admin.register(Booking)
class BookingAdmin(LongList, ModelAdmin):
    list_display = ("starts", "who", "meeting", "state")
    actions_list = ("to_week", "to_new")  # type: ignore[assignment]  # Unfold's ()
    actions_detail = ("to_brief",)  # type: ignore[assignment]  # Unfold's ()
    list_filter = ("state", "meeting")
    search_fields = ("email", "first_name")
    list_select_related = ("meeting", "contact")
    actions = ("cancel_bookings", "mark_done", "mark_no_show")
    fields = (
        "starts",
        "meeting",
        "state",
        "who",
        "note",
        "their_time",
        "contact",
        "shared_result",
        "booked_at",
        "changed_at",
        "closed_at",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Booking | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("week/", wrap(partial(week, self)), name="consultations_booking_week"),
            path("new/", wrap(partial(new, self)), name="consultations_booking_new"),
            path("calendar/", wrap(partial(renew, self)), name="consultations_booking_calendar"),
            path("<int:pk>/brief/", wrap(partial(brief, self)), name="consultations_booking_brief"),
            path(
                "<int:pk>/brief.pdf",
                wrap(partial(brief_pdf, self)),
                name="consultations_booking_pdf",
            ),
            *super().get_urls(),
        ]

    @action(description=_("Week"), url_path="to-week")
    def to_week(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:consultations_booking_week")

    @action(description=_("Add by hand"), url_path="to-new")
    def to_new(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:consultations_booking_new")

    @action(description=_("Brief, move, cancel, mark"), url_path="to-brief")
    def to_brief(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect("admin:consultations_booking_brief", object_id)

    @admin.display(description=_("starts, in your time zone"), ordering="starts_at")
    def starts(self, booking: Booking) -> str:
        return when_zone_text(booking.starts_at, her_zone())

    @admin.display(description=_("starts, in theirs"))
    def their_time(self, booking: Booking) -> str:
        return when_zone_text(booking.starts_at, ZoneInfo(booking.zone))

    @admin.display(description=_("who"), ordering="email")
    def who(self, booking: Booking) -> str:
        return f"{booking.first_name}, {booking.email}" if booking.first_name else booking.email

    @admin.display(description=_("shared their result"), boolean=True)
    def shared_result(self, booking: Booking) -> bool:
        return actions.shared_attempt(booking) is not None

    @admin.action(description=_("Cancel and write to them"))
    @asked_first("Cancel %d booking and write to them?", "Cancel %d bookings and write to them?")
    def cancel_bookings(self, request: HttpRequest, bookings: QuerySet[Booking]) -> None:
        cancelled = [
            actions.cancel(booking=booking, by_author=True, now=now()) for booking in bookings
        ]
        self.say(request, sum(isinstance(one, Booking) for one in cancelled), len(cancelled))

    @admin.action(description=_("Mark: took place"))
    @asked_first("Mark %d booking: took place?", "Mark %d bookings: took place?")
    def mark_done(self, request: HttpRequest, bookings: QuerySet[Booking]) -> None:
        self.mark(request, bookings, actions.mark_done, Booking.State.DONE)

    @admin.action(description=_("Mark: did not come"))
    @asked_first("Mark %d booking: did not come?", "Mark %d bookings: did not come?")
    def mark_no_show(self, request: HttpRequest, bookings: QuerySet[Booking]) -> None:
        self.mark(request, bookings, actions.mark_no_show, Booking.State.NO_SHOW)

    def mark(
        self,
        request: HttpRequest,
        bookings: QuerySet[Booking],
        act: Callable[..., Booking],
        state: Booking.State,
    ) -> None:
        marked = [act(booking=booking, now=now()) for booking in bookings]
        self.say(request, sum(one.state == state for one in marked), len(marked))

    def say(self, request: HttpRequest, done: int, asked: int) -> None:
        """How many changed; the others were canceled before, or have not begun."""
        words = ngettext("%(n)d booking changed.", "%(n)d bookings changed.", done) % {"n": done}
        left = _("The others could not be: canceled, closed, or not begun yet.")
        level = messages.SUCCESS if done == asked else messages.WARNING
        self.message_user(request, words if done == asked else f"{words} {left}", level)
