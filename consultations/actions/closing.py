"""What follows a booking: the visitor says it is theirs, the author marks how it went."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultations.actions import letters
from consultations.actions.booking import SHARED, locked, tell_courses
from consultations.models import Booking
from contacts import actions as contacts
from contacts.models import Consent, Contact

PURPOSE = "booking"
WORDING = "Yes, this is my booking: you may send me reminders of it."


@transaction.atomic
def prove(*, booking: Booking, now: datetime) -> Booking:
    """Somebody used the link in the booking's letter: it is the contact's own. Safe to repeat."""
    if not Booking.objects.filter(pk=booking.pk, proven_at=None).update(proven_at=now, place=None):
        return booking
    booking.refresh_from_db()
    if booking.attempt_id:
        contacts.give(contact=booking.contact, purpose="share-result", wording=SHARED, now=now)
    tell_courses(booking.contact, now=now)
    return booking


@transaction.atomic
def confirm(*, booking: Booking, now: datetime) -> Contact:
    """Somebody who reads the booking's mailbox says it is theirs. Safe to repeat."""
    booking = prove(booking=booking, now=now)
    contact = booking.contact
    if contact.confirmed_at and Consent.objects.stands(contact, PURPOSE):
        return contact
    consent = contacts.ask(contact=contact, purpose=PURPOSE, wording=WORDING, now=now)
    return contacts.confirm(
        consent=consent,
        first_name="" if contact.first_name else booking.first_name,
        zone="" if contact.zone else booking.zone,
        now=now,
    )


def mark_done(*, booking: Booking, now: datetime) -> Booking:
    """It took place: a thank-you, and no more invitations. Only once it has begun."""
    return _close(booking, Booking.State.DONE, now=now)


def mark_no_show(*, booking: Booking, now: datetime) -> Booking:
    """Nobody came: the letters speak as if nothing were booked. Only once it has begun."""
    return _close(booking, Booking.State.NO_SHOW, now=now)


@transaction.atomic
def reopen(*, booking: Booking, now: datetime) -> Booking:
    """Take back how it went: the author pressed the wrong button. Safe to repeat."""
    booking = locked(booking)
    marked = (Booking.State.DONE, Booking.State.NO_SHOW)
    found = Booking.objects.filter(pk=booking.pk, state__in=marked)
    if not found.update(state=Booking.State.BOOKED, closed_at=None, changed_at=now):
        return booking
    booking.refresh_from_db()
    contacts.record(contact=booking.contact, kind="booking_reopened", now=now)
    letters.take_back_thanks(booking, now=now)
    tell_courses(booking.contact, now=now)
    return booking


@transaction.atomic
def _close(booking: Booking, state: Booking.State, *, now: datetime) -> Booking:
    booking = locked(booking)
    begun = Booking.objects.standing().filter(pk=booking.pk, starts_at__lte=now)
    if not begun.update(state=state, closed_at=now, changed_at=now, remind_at=None, place=None):
        return booking
    booking.refresh_from_db()
    contacts.record(contact=booking.contact, kind=f"booking_{state.value}", now=now)
    if state == Booking.State.DONE:
        letters.thank(booking, now=now)
    tell_courses(booking.contact, now=now)
    return booking
