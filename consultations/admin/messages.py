"""What an act of the author's came to, in a sentence for the page: the booking, and its letter."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from consultations.actions import letters
from consultations.models import Booking
from consultations.slots import Refusal
from consultations.wording import refusal_text, short_text, when_text, when_zone_text

WANTED = {
    "book": Booking.State.BOOKED,
    "move": Booking.State.BOOKED,
    "cancel": Booking.State.CANCELLED,
    "done": Booking.State.DONE,
    "no_show": Booking.State.NO_SHOW,
    "reopen": Booking.State.BOOKED,
}


def outcome_text(booking: Booking, act: str, zone: ZoneInfo, *, now: datetime) -> tuple[str, bool]:
    """The sentence, and whether it is as the button wanted it."""
    if booking.state != WANTED[act]:
        state = booking.get_state_display()
        return _("Nothing was changed. It is: %(state)s.") % {"state": state}, False
    when = {"when": when_zone_text(booking.starts_at, zone)}
    happened = {
        "book": _("Booked for %(when)s."),
        "move": _("It stands now on %(when)s."),
        "cancel": _("Canceled. The time is free again."),
        "done": _("Marked: it took place."),
        "no_show": _("Marked: they did not come."),
        "reopen": _("Taken back. Say anew how it went."),
    }[act]
    letter = LETTERS.get(act, letter_text)
    return f"{happened % when} {letter(booking, zone, now)}", True


def thanks_text(booking: Booking, _zone: ZoneInfo, _now: datetime) -> str:
    """Thanks go to those alone who confirmed their address (`mail` leaves the others out)."""
    if booking.contact.confirmed_at:
        return _("A letter of thanks goes to %(email)s.") % {"email": booking.email}
    return _("No letter of thanks goes out: they have not confirmed their address.")


def nothing_text(_booking: Booking, _zone: ZoneInfo, _now: datetime) -> str:
    return _("No letter goes out.")


def thanked_text(booking: Booking, _zone: ZoneInfo, _now: datetime) -> str:
    """Whether their letter of thanks could still be stopped."""
    if letters.thanked(booking):
        return _("Their letter of thanks has gone out already.")
    return _("No letter goes out.")


def letter_text(booking: Booking, zone: ZoneInfo, now: datetime) -> str:
    """Whether the visitor is written to about it, and when."""
    letter = letters.newest(booking)
    if letter is None:
        return _("They are not written to: no letter about it had gone out before.")
    if letter.not_before > now:
        at = {"when": when_text(letter.not_before, zone)}
        return _("Their letter goes out on %(when)s.") % at
    return _("A letter with the calendar file goes to %(email)s.") % {"email": booking.email}


LETTERS = {"done": thanks_text, "no_show": nothing_text, "reopen": thanked_text}


def refused(refusal: Refusal, zone: ZoneInfo) -> str:
    """Why it could not be, with free times near the one asked for."""
    words, near = refusal_text(refusal.why), [short_text(slot, zone) for slot in refusal.nearest]
    near_times = _("Open times near it, on your clock: %(times)s.") % {"times": "; ".join(near)}
    return f"{words} {near_times}" if near else words
