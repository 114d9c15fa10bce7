"""One week of the author's: open hours, bookings, and what other calendars keep."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from consultations import actions, links
from consultations.admin.pages import her_zone
from consultations.display import monday_of
from consultations.hours import joined
from consultations.models import Booking, Feed, Subscription, Wish, open_week
from consultations.visits import read_day
from consultations.weeks import Booked, rows
from pulse.clock import now

WEEK = timedelta(days=7)


def week(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """A table of half hours; an open one leads to adding a booking there."""
    zone, today = her_zone(), now().astimezone(her_zone()).date()
    monday = monday_of(read_day(request.GET.get("from", "")) or today)
    own = Subscription.objects.first()
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Your week"),
        "days": [monday + timedelta(days=count) for count in range(7)],
        "today": today,
        "rows": rows(
            open_week(),
            monday,
            bookings=booked(monday),
            busy=joined(Feed.objects.busy(now() - WEEK)),
            now=now(),
        ),
        "zone": zone.key,
        "before": monday - WEEK,
        "after": monday + WEEK,
        "failing": Feed.objects.failing(),
        "wishes": Wish.objects.filter(state=Wish.State.OPEN),
        "calendar_url": links.calendar_url(own) if own else "",
    }
    return TemplateResponse(request, "consultations/admin_week.html", context)


def booked(monday: date) -> list[Booked]:
    """The bookings of a week, canceled ones left out."""
    found = Booking.objects.exclude(state=Booking.State.CANCELLED).select_related("meeting")
    first = open_week().windows_of_days(monday, monday + WEEK)
    near = found.filter(ends_at__gt=first.start, starts_at__lt=first.end).order_by("starts_at")
    return [
        Booked(row.pk, row.first_name or row.email, row.starts_at, row.ends_at, row.state)
        for row in near
    ]


def renew(_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Make the address of her bookings; pressed again, a new one."""
    if request.method == "POST":
        known = Subscription.objects.exists()
        act = actions.renew_subscription if known else actions.subscription
        act(now=now())
        messages.success(request, _("This is the address. An older one shows nothing any more."))
    return redirect("admin:consultations_booking_week")
