"""What follows a booking: the visitor says it is theirs, the author marks how it went."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultations.actions import letters
from consultations.actions.booking import SHARED, locked, note_person, tell_courses
from consultations.models import Booking
from contacts import actions as contacts
from contacts.models import Consent, Contact

PURPOSE = "booking"
WORDING = "Yes, this is my booking: you may send me reminders of it."


@transaction.atomic
def prove(*, booking: Booking, now: datetime) -> Booking:
    """Somebody used the link in the booking's letter: it is the contact's own, and everybody is
    told that it stands. Safe to repeat; nothing that lapsed or has begun is proven.
    """
    # Read anew under its lock: between the click and here it may have lapsed, or been canceled, and
    # a look at the caller's copy would confirm an hour that somebody else may have by now.
    booking = locked(booking)
    if booking.proven_at or not booking.is_standing or booking.starts_at <= now:
        return booking
    waited = booking.waits
    booking.proven_at, booking.place, booking.lapses_at = now, None, None
    booking.save(update_fields=("proven_at", "place", "lapses_at"))
    note_person(booking, now=now)
    if waited:
        letters.take_back(booking, reason="The booking was confirmed.", now=now)
        letters.tell(booking, now=now)
        letters.notify(booking, now=now)
    tell_courses(booking.contact, now=now)
    return booking


@transaction.atomic
def confirm(*, booking: Booking, share: bool = False, now: datetime) -> Contact:
    """Somebody who reads the booking's mailbox says it is theirs. Safe to repeat.

    `share`: they ticked, on the page their letter opened, that the author may read the result it
    was booked with; whoever typed the address into the form cannot say so for them.
    """
    booking = prove(booking=booking, now=now)
    contact = booking.contact
    if not booking.proven_at:
        return contact
    if share and booking.attempt_id:
        contacts.give(contact=contact, purpose="share-result", wording=str(SHARED), now=now)
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
def mark_paid(*, booking: Booking, is_paid: bool = True, now: datetime) -> Booking:
    """The author saw its payment, or takes that back. Safe to repeat; no letter goes out."""
    booking = locked(booking)
    changed = Booking.objects.filter(pk=booking.pk, paid_at__isnull=is_paid)
    if changed.update(paid_at=now if is_paid else None):
        kind = "booking_paid" if is_paid else "booking_unpaid"
        contacts.record(contact=booking.contact, kind=kind, now=now)
    booking.refresh_from_db()
    return booking


@transaction.atomic
def reopen(*, booking: Booking, now: datetime) -> Booking:
    """Take back how it went: the author pressed the wrong button. Safe to repeat."""
    booking = locked(booking)
    # The state stands in the statement's own condition: pressed twice, the second changes no row
    # and nothing is recorded or taken back a second time.
    marked = (Booking.State.DONE, Booking.State.NO_SHOW)
    closed = Booking.objects.filter(pk=booking.pk, state__in=marked)
    if not closed.update(state=Booking.State.BOOKED, closed_at=None, changed_at=now):
        return booking
    booking.refresh_from_db()
    contacts.record(contact=booking.contact, kind="booking_reopened", now=now)
    letters.take_back_thanks(booking, now=now)
    tell_courses(booking.contact, now=now)
    return booking


@transaction.atomic
def _close(booking: Booking, state: Booking.State, *, now: datetime) -> Booking:
    booking = locked(booking)
    # As in `reopen`: of two presses one thanks the visitor.
    begun = Booking.objects.standing().filter(pk=booking.pk, starts_at__lte=now)
    if not begun.update(state=state, closed_at=now, changed_at=now, remind_at=None, place=None):
        return booking
    booking.refresh_from_db()
    contacts.record(contact=booking.contact, kind=f"booking_{state.value}", now=now)
    if state == Booking.State.DONE:
        letters.thank(booking, now=now)
    tell_courses(booking.contact, now=now)
    return booking
