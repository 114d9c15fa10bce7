"""The author's pages for bookings and hours. Times of bookings are shown in her own zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from consultations import actions
from consultations.models import Availability, Booking, DateHours, Meeting, TimeOff
from consultations.wording import when_text
from consultations.zones import zone_name
from practice.models import Practice
from pulse.clock import now


def in_her_zone(moment: datetime) -> str:
    zone = ZoneInfo(Practice.objects.the().zone)
    return f"{when_text(moment, zone)} ({zone_name(zone, moment)})"


@admin.register(Meeting)
class MeetingAdmin(ModelAdmin):
    list_display = ("title", "minutes", "place", "fee", "active")
    prepopulated_fields = {"key": ("title",)}
    fieldsets = (
        (
            _("What it is"),
            {"fields": ("title", "key", "description", "minutes", "place", "video_link", "fee")},
        ),
        (
            _("When it can be booked"),
            {
                "fields": (
                    "active",
                    "position",
                    "every_minutes",
                    "buffer_before",
                    "buffer_after",
                    "notice_hours",
                    "horizon_days",
                    "per_day",
                    "per_week",
                )
            },
        ),
        (_("After it is booked"), {"fields": ("change_notice_hours", "remind_hours")}),
    )


@admin.register(Availability)
class AvailabilityAdmin(ModelAdmin):
    list_display = ("weekday", "start", "end")
    list_display_links = ("weekday",)
    list_editable = ("start", "end")


@admin.register(DateHours)
class DateHoursAdmin(ModelAdmin):
    list_display = ("day", "start", "end")
    date_hierarchy = "day"


@admin.register(TimeOff)
class TimeOffAdmin(ModelAdmin):
    list_display = ("first_day", "last_day", "start", "end", "reason")


@admin.register(Booking)
class BookingAdmin(ModelAdmin):
    list_display = ("starts", "who", "meeting", "state")
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

    @admin.display(description=_("starts, in your time zone"), ordering="starts_at")
    def starts(self, booking: Booking) -> str:
        return in_her_zone(booking.starts_at)

    @admin.display(description=_("starts, in theirs"))
    def their_time(self, booking: Booking) -> str:
        zone = ZoneInfo(booking.zone)
        return f"{when_text(booking.starts_at, zone)} ({zone_name(zone, booking.starts_at)})"

    @admin.display(description=_("who"), ordering="email")
    def who(self, booking: Booking) -> str:
        return f"{booking.first_name}, {booking.email}" if booking.first_name else booking.email

    @admin.display(description=_("shared their result"), boolean=True)
    def shared_result(self, booking: Booking) -> bool:
        return booking.attempt_id is not None

    @admin.action(description=_("Cancel and write to them"))
    def cancel_bookings(self, request: HttpRequest, bookings: QuerySet[Booking]) -> None:
        cancelled = [
            actions.cancel(booking=booking, by_author=True, now=now()) for booking in bookings
        ]
        self.say(request, sum(isinstance(one, Booking) for one in cancelled), len(cancelled))

    @admin.action(description=_("Mark: took place"))
    def mark_done(self, request: HttpRequest, bookings: QuerySet[Booking]) -> None:
        self.mark(request, bookings, actions.mark_done, Booking.State.DONE)

    @admin.action(description=_("Mark: did not come"))
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
