"""Rows of this room: kinds of meeting, opening hours, bookings."""

from consultations.models.bookings import BookedCell, Booking
from consultations.models.meetings import Meeting
from consultations.models.openings import Availability, DateHours, TimeOff, open_week

__all__ = [
    "Availability",
    "BookedCell",
    "Booking",
    "DateHours",
    "Meeting",
    "TimeOff",
    "open_week",
]
