"""What follows a booking: the visitor says it is theirs, the author marks how it went."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultations.actions import letters
from consultations.actions.booking import SHARED, locked
from consultations.models import Booking
from contacts import actions as contacts
from contacts.models import Contact
from courses import actions as courses

PURPOSE = "booking"
WORDING = "Yes, this is my booking: you may send me reminders of it."


@transaction.atomic
def confirm(*, booking: Booking, now: datetime) -> Contact:
    """Somebody who reads the booking's mailbox says it is theirs. Safe to repeat."""
    contact = booking.contact
    consent = contacts.ask(contact=contact, purpose=PURPOSE, wording=WORDING, now=now)
    confirmed = contacts.confirm(
        consent=consent,
        first_name="" if contact.first_name else booking.first_name,
        zone="" if contact.zone else booking.zone,
        now=now,
    )
    if booking.attempt_id:
        contacts.give(contact=contact, purpose="share-result", wording=SHARED, now=now)
    return confirmed


def mark_done(*, booking: Booking, now: datetime) -> Booking:
    """It took place: a thank-you, and no more invitations. Only once it has begun."""
    return _close(booking, Booking.State.DONE, now=now)


def mark_no_show(*, booking: Booking, now: datetime) -> Booking:
    """Nobody came: the letters speak as if nothing were booked. Only once it has begun."""
    return _close(booking, Booking.State.NO_SHOW, now=now)


@transaction.atomic
def _close(booking: Booking, state: Booking.State, *, now: datetime) -> Booking:
    booking = locked(booking)
    begun = Booking.objects.standing().filter(pk=booking.pk, starts_at__lte=now)
    if not begun.update(state=state, closed_at=now, changed_at=now, remind_at=None):
        return booking
    booking.refresh_from_db()
    contacts.record(contact=booking.contact, kind=f"booking_{state.value}", now=now)
    if state == Booking.State.DONE:
        letters.thank(booking, now=now)
    elif not Booking.objects.upcoming(now).filter(contact=booking.contact).exists():
        courses.mark_booked(contact=booking.contact, booked=False, now=now)
    return booking
