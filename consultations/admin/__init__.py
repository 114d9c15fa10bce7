"""The author's pages for bookings and hours. Times of bookings are shown in her own zone."""

from consultations.admin.availability import (
    AvailabilityAdmin,
    DateHoursAdmin,
    FeedAdmin,
    MeetingAdmin,
    TimeOffAdmin,
)
from consultations.admin.bookings import BookingAdmin
from consultations.admin.time_requests import TimeRequestAdmin

__all__ = [
    "AvailabilityAdmin",
    "BookingAdmin",
    "DateHoursAdmin",
    "FeedAdmin",
    "MeetingAdmin",
    "TimeOffAdmin",
    "TimeRequestAdmin",
]
