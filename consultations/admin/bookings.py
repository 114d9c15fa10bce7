"""Bookings as a list, and the doors to their pages: week, brief, by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from consultations import actions
from consultations.admin.booking_page import brief, brief_pdf, new
from consultations.admin.week_page import renew, week
from consultations.models import Booking, Meeting
from consultations.wording import short_text
from health.clock import now
from practice.actions import desk_zone
from practice.admin_base import DeskAdmin
from practice.changelist import LongList
from practice.confirm_action import asked_first

LABELS = {"booked": "info", "done": "success", "cancelled": "", "no_show": "danger"}
Page = Callable[..., HttpResponse]


class PaidFilter(admin.SimpleListFilter):
    """Paid, or to be paid still; not there where no kind of meeting has a payment link."""

    title = _("payment")
    parameter_name = "payment"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, Any]]:
        if not Meeting.objects.exclude(payment_link="").exists():
            return []
        return [("open", _("not paid")), ("paid", _("paid"))]

    def queryset(self, _request: HttpRequest, bookings: QuerySet[Booking]) -> QuerySet[Booking]:
        if self.value() == "open":
            return bookings & Booking.objects.unpaid()
        return bookings.exclude(paid_at=None) if self.value() == "paid" else bookings


@admin.register(Booking)
class BookingAdmin(LongList, DeskAdmin):
    """The list; a booking itself is one page, its brief, with what can be done about it."""

    list_display = ("starts", "stands", "who", "meeting")
    list_before_template = "consultations/admin_ways.html"  # type: ignore[assignment]  # Unfold's None
    list_filter = ("state", PaidFilter, "meeting__offer", "meeting")
    linked_columns = ("booked_at", "ends_at")  # the numbers on Home
    search_fields = ("email", "first_name")
    search_help_text = _("Search by email address or first name")
    list_select_related = ("meeting", "contact")
    actions = ("cancel_bookings", "mark_done", "mark_no_show")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Booking | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("week/", week, "week"),
            ("new/", new, "new"),
            ("calendar/", renew, "calendar"),
            ("<int:pk>/brief/", brief, "brief"),
            ("<int:pk>/brief.pdf", brief_pdf, "pdf"),
        )
        return [
            *(
                path(where, self.page(page), name=f"consultations_booking_{name}")
                for where, page, name in pages
            ),
            *super().get_urls(),
        ]

    def page(self, page: Page) -> Page:
        """A page of ours for those who may see bookings; its buttons for those who may change."""

        @wraps(page)
        def view(request: HttpRequest, **where: int) -> HttpResponse:
            return page(self, request, **where)

        return self.admin_site.admin_view(view)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return redirect("admin:consultations_booking_brief", object_id)

    @admin.display(description=_("starts, on your clock"), ordering="starts_at")
    def starts(self, booking: Booking) -> str:
        return short_text(booking.starts_at, desk_zone())

    @display(description=_("state"), label=LABELS)
    def stands(self, booking: Booking) -> tuple[str, str]:
        return booking.state, booking.get_state_display()

    @admin.display(description=_("who"), ordering="email")
    def who(self, booking: Booking) -> str:
        return f"{booking.first_name}, {booking.email}" if booking.first_name else booking.email

    def in_words(self, booking: Booking) -> str:
        """The booking where an action asks first."""
        return f"{self.who(booking)}: {self.starts(booking)}, {booking.meeting}"

    @admin.action(description=_("Cancel and write to them"), permissions=["change"])
    @asked_first("Cancel %d booking and write to them?", "Cancel %d bookings and write to them?")
    def cancel_bookings(self, request: HttpRequest, bookings: QuerySet[Booking]) -> None:
        cancelled = [
            actions.cancel(booking=booking, by_author=True, now=now()) for booking in bookings
        ]
        self.say(
            request, sum(isinstance(booking, Booking) for booking in cancelled), len(cancelled)
        )

    @admin.action(description=_("Mark: took place"), permissions=["change"])
    @asked_first("Mark %d booking: took place?", "Mark %d bookings: took place?")
    def mark_done(self, request: HttpRequest, bookings: QuerySet[Booking]) -> None:
        self.mark(request, bookings, actions.mark_done, Booking.State.DONE)

    @admin.action(description=_("Mark: did not come"), permissions=["change"])
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
        self.say(request, sum(booking.state == state for booking in marked), len(marked))

    def say(self, request: HttpRequest, done: int, selected: int) -> None:
        """How many changed; the others were canceled before, or have not begun."""
        words = ngettext("%(n)d booking changed.", "%(n)d bookings changed.", done) % {"n": done}
        left = _("The others could not be: canceled, closed, or not begun yet.")
        level = messages.SUCCESS if done == selected else messages.WARNING
        self.message_user(request, words if done == selected else f"{words} {left}", level)
