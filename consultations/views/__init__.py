"""What visitors meet. GET writes nothing."""

from consultations.views.book import Book, LeaveTimeRequest, time_requested
from consultations.views.booking import Cancel, Move, Show, WriteBefore, invitation
from consultations.views.offered_time import OfferedTime, calendar

__all__ = [
    "Book",
    "Cancel",
    "LeaveTimeRequest",
    "Move",
    "OfferedTime",
    "Show",
    "WriteBefore",
    "calendar",
    "invitation",
    "time_requested",
]
