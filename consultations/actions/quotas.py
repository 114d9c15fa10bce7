"""How many hours and wishes may wait at once, so that no script fills the calendar or the desk.

What is surely an address's own is counted only where the visitor is surely its owner: to anybody
else the answer would tell whether it holds any. What nobody has proven is little for one address
and from one network.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from consultations.models import Booking, TimeRequest
from consultations.slots import Closed
from contacts.models import Contact
from health.budgets import Allowance, hashed, mailbox, spend

HERS = (Booking.CameFrom.AUTHOR, Booking.CameFrom.OFFER)
MOST_UPCOMING = 3
MOST_UNPROVEN = 1  # of one address
MOST_UNPROVEN_TIME_REQUESTS = 2
BOOKING_LETTER = Allowance(1, timedelta(days=1))  # about unproven hours, to one mailbox
MOST_OF_A_PLACE = 4  # unproven ones from one network
TIME_REQUESTS_COUNT = timedelta(days=7)  # an unanswered wish stands in the way of others no longer


def too_many(booking: Booking, contact: Contact, *, now: datetime) -> Closed | None:
    """Why this person, or whoever books for this address, cannot hold one hour more."""
    if booking.came_from in HERS:
        return None
    upcoming, unproven = Booking.objects.upcoming(now), Booking.objects.unproven(now)
    # Each kind counts its own alone: were unproven ones counted here too, a stranger who types this
    # address could use up its owner's hours.
    if booking.proven_at:
        own = upcoming.filter(contact=contact, proven_at__isnull=False).count()
        return Closed.TOO_MANY if own >= MOST_UPCOMING else None
    if unproven.filter(contact=contact).count() >= MOST_UNPROVEN:
        return Closed.UNPROVEN
    if booking.place and unproven.filter(place=booking.place).count() >= MOST_OF_A_PLACE:
        return Closed.CROWDED
    # Last, since asking spends the day's letter: a refusal above must not use it up.
    return Closed.UNPROVEN if letter_went(contact, now=now) else None


def letter_went(contact: Contact, *, now: datetime) -> bool:
    """Whether today's one letter about an unproven hour is spent; otherwise it is from now on. The
    answer is the same for known and unknown addresses.
    """
    # By mailbox, not by address: `a+1@`, `a+2@` are read by one person, who gets one letter.
    key = hashed("booking-letter", mailbox(contact.email))
    return bool(spend({key: BOOKING_LETTER}, now=now))


def forget_places(*, now: datetime) -> int:
    """Drop the networks' numbers that no limit asks for any more; how many rows."""
    begun = Booking.objects.filter(place__isnull=False, starts_at__lte=now)
    waited = TimeRequest.objects.filter(place__isnull=False, made_at__lte=now - TIME_REQUESTS_COUNT)
    return begun.update(place=None) + waited.update(place=None)


def too_many_time_requests(
    contact: Contact, *, proven: bool, place: int | None, now: datetime
) -> Closed | None:
    """Why whoever asks for this address cannot leave one wish more before the author answers."""
    waiting = TimeRequest.objects.filter(
        state=TimeRequest.State.OPEN, made_at__gt=now - TIME_REQUESTS_COUNT
    )
    same = waiting.filter(contact=contact, proven=proven).count()
    if same >= (MOST_UPCOMING if proven else MOST_UNPROVEN_TIME_REQUESTS):
        return Closed.TIME_REQUESTED
    if proven or place is None:
        return None
    here = waiting.filter(place=place).count()
    return Closed.TIME_REQUESTS_CROWDED if here >= MOST_OF_A_PLACE else None
