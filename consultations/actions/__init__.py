"""Every change of a booking: booked, moved, canceled, confirmed, marked; and what is written."""

from consultations.actions.booking import MOST_UPCOMING, book, cancel, move, open_times
from consultations.actions.closing import confirm, mark_done, mark_no_show
from consultations.actions.reminding import release_letters, remind_due

__all__ = [
    "MOST_UPCOMING",
    "book",
    "cancel",
    "confirm",
    "mark_done",
    "mark_no_show",
    "move",
    "open_times",
    "release_letters",
    "remind_due",
]
