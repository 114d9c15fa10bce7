"""Rows of this app: kinds of meeting, opening hours, other calendars, bookings, wishes."""

from consultations.models.availability import Availability, DateHours, TimeOff, open_week
from consultations.models.bookings import BookedCell, Booking
from consultations.models.feeds import Feed, Subscription
from consultations.models.meetings import Meeting
from consultations.models.time_requests import TimeRequest

__all__ = [
    "Availability",
    "BookedCell",
    "Booking",
    "DateHours",
    "Feed",
    "Meeting",
    "Subscription",
    "TimeOff",
    "TimeRequest",
    "open_week",
]
