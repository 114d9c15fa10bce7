"""One week of the author's: open hours, bookings, and what other calendars keep."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from consultations import actions, links
from consultations.actions.invitations import inviting
from consultations.hours import OpenHours, Window, joined
from consultations.models import Booking, Feed, Subscription, TimeRequest, open_week
from consultations.month_view import monday_of
from consultations.slot_query import read_day
from consultations.week_view import WeekBooking, by_day, opening, rows
from consultations.wording import time_text, when_text
from health.clock import now
from practice.actions import desk_zone
from practice.models import Practice
from practice.permissions import needs
from practice.zones import place

WEEK = timedelta(days=7)
MOST_UNMARKED = 5


@needs("consultations.view_booking")
def week(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """A table of half hours, on a phone a list of days; an open one leads to a booking there."""
    zone, moment, hours = desk_zone(), now(), open_week()
    today, asked_day = hours.day_of(moment), read_day(request.GET.get("from", ""))
    coming = to_come(moment)
    monday = (
        monday_of(asked_day) if asked_day else opening(hours, bookings=spans(coming), now=moment)
    )
    table = rows(
        hours,
        monday,
        bookings=booked(hours, monday),
        busy=joined(Feed.objects.busy(moment - WEEK)),
        now=moment,
    )
    own = Subscription.objects.first()
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Your week"),
        "days": [monday + timedelta(days=count) for count in range(7)],
        "today": today,
        "this_week_is_over": not asked_day and monday > today,
        "next": coming[0] if coming else None,
        "next_when": when_text(coming[0].starts_at, zone) if coming else "",
        "unmarked": Booking.objects.unmarked(moment)[:MOST_UNMARKED],
        "rows": table,
        "list": by_day(table, monday),
        "zone": zone.key,
        "place": place(zone.key),
        "before": monday - WEEK,
        "after": monday + WEEK,
        "may_change": admin.has_change_permission(request),
        "failing": Feed.objects.failing(),
        "time_requests": open_time_requests(request),
        "calendar_url": links.calendar_url(own) if own else "",
        "by_address": bool(own and own.takes_new),
        "invites": invites(Practice.objects.the()),
    }
    return TemplateResponse(request, "consultations/admin_week.html", context)


def open_time_requests(request: HttpRequest) -> list[TimeRequest]:
    """Wishes for a time that wait for an answer, for those who may see wishes."""
    if not request.user.has_perm("consultations.view_timerequest"):
        return []
    return list(TimeRequest.objects.filter(state=TimeRequest.State.OPEN))


def to_come(moment: datetime) -> list[Booking]:
    """The next booking, or the one that is on."""
    standing = Booking.objects.standing().filter(ends_at__gt=moment)
    return list(standing.select_related("meeting").order_by("starts_at", "pk")[:1])


def spans(bookings: list[Booking]) -> list[Window]:
    return [Window(booking.starts_at, booking.ends_at) for booking in bookings]


def booked(hours: OpenHours, monday: date) -> list[WeekBooking]:
    """The bookings of a week, canceled ones left out."""
    bookings = Booking.objects.exclude(state=Booking.State.CANCELLED).select_related("meeting")
    span = hours.windows_of_days(monday, monday + WEEK)
    near = bookings.filter(ends_at__gt=span.start, starts_at__lt=span.end).order_by(
        "starts_at", "pk"
    )
    return [
        WeekBooking(
            row.pk,
            row.first_name or row.email,
            row.starts_at,
            row.ends_at,
            row.state,
            time_text(row.starts_at.astimezone(hours.zone)),
            time_text(row.ends_at.astimezone(hours.zone)),
        )
        for row in near
    ]


def invites(practice: Practice) -> dict[str, str]:
    """To which address invitations go, "" while no letter tells of bookings; and who sends them."""
    to = practice.notice_email if practice.tell_bookings else ""
    return {"to": to, "sender": inviting(practice)}


@needs("consultations.change_booking")
def renew(_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """How bookings come into her calendar: by invitations, or by an address; pressed again for
    that, a new one.
    """
    if request.method == "POST" and "invite" in request.POST:
        actions.invite_author()
        messages.success(request, _("Each new booking comes as an invitation from now on."))
    elif request.method == "POST":
        exists = Subscription.objects.filter(takes_new=True).exists()
        act = actions.renew_subscription if exists else actions.subscription
        act(now=now())
        messages.success(request, _("This is the address. An older one shows nothing any more."))
    return redirect("admin:consultations_booking_week")
