"""What visitors meet. GET writes nothing."""

from consultations.views.book import Book, LeaveWish, wished
from consultations.views.booking import Cancel, Move, Show, invitation
from consultations.views.offers import Offer, calendar

__all__ = [
    "Book",
    "Cancel",
    "LeaveWish",
    "Move",
    "Offer",
    "Show",
    "calendar",
    "invitation",
    "wished",
]
