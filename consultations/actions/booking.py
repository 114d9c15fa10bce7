"""Booking, moving, canceling: the author's row is locked, the unique five minutes decide."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from assessments.models import Attempt
from consultations.actions import letters
from consultations.actions.quotas import HERS, too_many
from consultations.models import BookedCell, Booking, Meeting
from consultations.reminders import first_reminder, lapse
from consultations.slots import Closed, Refusal, nearest, slots, why_closed, why_not_free
from contacts import actions as contacts
from contacts.models import Contact, ContactTag
from courses import actions as courses
from offers import actions as sources
from offers.models import Source
from practice.models import Practice

CameFrom = Booking.CameFrom
SHARED = _("I would like to share my result for this conversation.")


def open_times(
    *, meeting: Meeting, now: datetime, without: Booking | None = None
) -> list[datetime]:
    """Every start that can be booked; `without`: a booking that is about to move away."""
    taken = Booking.objects.taken(meeting, since=now, without=without)
    return slots(meeting.rules(), taken, now=now)


class Booker(TypedDict):
    """Who books, and what they wrote. `proven`: this visitor reads the address's mail; until that
    is known, the letters say nothing of it. `place`: the network's number (`client_ip`). `source`:
    what brought them, saved or not; `first_source` what did the first time, where that is known.
    """

    email: str
    first_name: str
    zone: str
    note: str
    attempt: NotRequired[Attempt | None]
    intake: NotRequired[Sequence[Mapping[str, str]]]
    came_from: NotRequired[str]
    proven: NotRequired[bool]
    place: NotRequired[int | None]
    language: NotRequired[str]
    source: NotRequired[Source | None]
    first_source: NotRequired[Source | None]


@transaction.atomic
def book(
    *,
    meeting: Meeting,
    starts_at: datetime,
    request_key: uuid.UUID | None = None,
    now: datetime,
    **person: Unpack[Booker],
) -> Booking | Refusal:
    """Book an hour, or say why not. The same form sent twice books once.

    A known contact stays as it was: what the visitor wrote is kept with the booking.
    """
    # The author's row before any other, in everything that changes bookings: one order of locks,
    # and what is asked below stays true until the commit. The form's key after it: of one form sent
    # twice at once the second finds the first.
    host = lock_host()
    earlier = Booking.objects.filter(request_key=request_key).first() if request_key else None
    if earlier and earlier.is_standing and earlier.starts_at == starts_at:
        return earlier
    by_author = person.get("came_from") in HERS
    refusal = refused(meeting, starts_at, by_author=by_author, now=now)
    if refusal:
        return refusal
    booking = drafted(meeting, starts_at, person, now=now)
    source = person.get("source")
    booking.source = sources.keep_source(source, now=now) if source else None
    booking.first_source = person.get("first_source") or booking.source
    if request_key and not earlier:
        booking.request_key = request_key
    return entered(booking, host, language=person.get("language", host.language), now=now)


def drafted(meeting: Meeting, starts_at: datetime, person: Booker, *, now: datetime) -> Booking:
    """The row a booking would have; nothing is saved."""
    came_from = person.get("came_from", CameFrom.SITE)
    proven = person.get("proven", False) or came_from in HERS
    return Booking(
        meeting=meeting,
        attempt=person.get("attempt"),
        email=person["email"],
        first_name=person["first_name"][:80],
        note=person["note"][:2000],
        intake=list(person.get("intake", ())),
        came_from=came_from,
        proven_at=now if proven else None,
        place=None if proven else person.get("place"),
        lapses_at=None if proven else lapse(starts_at, now=now),
        zone=person["zone"],
        booked_at=now,
        changed_at=now,
        **span(meeting, starts_at, now=now),
    )


def entered(booking: Booking, host: Practice, *, language: str, now: datetime) -> Booking | Refusal:
    """A new booking with its contact and its five-minute rows, and everybody told; or why not."""
    try:
        # A savepoint: on PostgreSQL an IntegrityError spoils the whole transaction, and the refusal
        # is still to be answered inside it.
        with transaction.atomic():
            contact, _created = contacts.meet(
                email=booking.email,
                first_name=booking.first_name,
                zone=booking.zone,
                language=language,
                now=now,
            )
            why = too_many(booking, contact, now=now)
            if why:
                return Refusal(why)
            booking.contact, booking.email = contact, contact.email
            booking.save()
            hold(booking, host)
    except IntegrityError:
        return Refusal(Closed.TAKEN)
    if booking.attempt:
        say = contacts.give if booking.proven_at else contacts.ask
        say(contact=contact, purpose="share-result", wording=str(SHARED), now=now)
    contacts.record(contact=contact, kind="booked", now=now, booking=booking.uid.hex)
    if booking.proven_at:  # else the letters do not hear of it, and its work is the same for all
        note_person(booking, now=now)
        tell_courses(contact, now=now)
    letters.tell(booking, now=now)
    letters.notify(booking, now=now)
    return booking


@transaction.atomic
def move(
    *, booking: Booking, starts_at: datetime, by_author: bool = False, now: datetime
) -> Booking | Refusal:
    """Move a booking to another open time, or say why not. Moving to where it is does nothing."""
    host = lock_host()
    booking = locked(booking)
    if booking.is_standing and booking.starts_at == starts_at:
        return booking
    refusal = too_late(booking, by_author, now=now) or refused(
        booking.meeting, starts_at, without=booking, by_author=by_author, now=now
    )
    if refusal:
        return refusal
    try:
        # A savepoint, letters included: where the new time is taken, the old one stands as it was.
        with transaction.atomic():
            letters.take_back(booking, reason="The booking was moved.", now=now)
            booking.booked_cells.all().delete()
            for name, value in span(booking.meeting, starts_at, now=now).items():
                setattr(booking, name, value)
            booking.sequence, booking.changed_at = booking.sequence + 1, now
            # What she moves herself stands; what a visitor moves is held no longer than said.
            if booking.lapses_at:
                booking.lapses_at = None if by_author else min(booking.lapses_at, starts_at)
            booking.save()
            hold(booking, host)
    except IntegrityError:
        return Refusal(Closed.TAKEN)
    contacts.record(contact=booking.contact, kind="booking_moved", now=now)
    letters.tell(booking, now=now)
    letters.notify(booking, now=now)
    return booking


@transaction.atomic
def cancel(*, booking: Booking, by_author: bool = False, now: datetime) -> Booking | Refusal:
    """Give the time back. Canceled again, it stays as it is."""
    lock_host()
    booking = locked(booking)
    if booking.state == Booking.State.CANCELLED:
        return booking
    refusal = too_late(booking, by_author, now=now)
    if refusal:
        return refusal
    waited = booking.waits
    booking.lapses_at = None
    give_free(booking, reason="The booking was canceled.", now=now)
    contacts.record(contact=booking.contact, kind="booking_canceled", now=now)
    if booking.proven_at:
        tell_courses(booking.contact, now=now)
    surprised = by_author and booking.came_from != CameFrom.AUTHOR  # they saw it on the page
    if surprised or letters.has_letter(booking):
        letters.tell(booking, now=now)
    if not waited:
        letters.notify(booking, now=now)
    return booking


def give_free(booking: Booking, *, reason: str, now: datetime) -> None:
    """Its time is open again; unsent letters about it are taken back."""
    letters.take_back(booking, reason=reason, now=now)
    booking.booked_cells.all().delete()
    booking.state, booking.sequence = Booking.State.CANCELLED, booking.sequence + 1
    booking.changed_at = booking.closed_at = now
    booking.remind_at = booking.place = None
    booking.save()


def lock_host() -> Practice:
    """The author's row, held until the transaction ends: one booking at a time."""
    Practice.objects.the()
    return Practice.objects.select_for_update().get(pk=1)


def locked(booking: Booking) -> Booking:
    """The row as it is now, locked with its person; the author's row, if wanted, before both."""
    contacts.lock_owner(bookings=booking.pk)
    rows = Booking.objects.select_related("meeting", "contact")
    return rows.select_for_update(of=("self",)).get(pk=booking.pk)


def span(meeting: Meeting, starts_at: datetime, *, now: datetime) -> dict[str, datetime | None]:
    """When it starts and ends, and when to remind of it first."""
    return {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=meeting.minutes),
        "remind_at": first_reminder(starts_at, meeting.reminders, now=now),
    }


def hold(booking: Booking, host: Practice) -> None:
    """Take the five-minute rows; IntegrityError when one of them is taken."""
    # Promise 6: unique by host and five minutes, so two bookings cannot overlap whatever the checks
    # before it saw. Conflicts must raise here; ignored, they would book twice.
    BookedCell.objects.bulk_create(
        BookedCell(host=host, booking=booking, starts_at=cell) for cell in booking.cells()
    )


def refused(
    meeting: Meeting,
    starts_at: datetime,
    *,
    without: Booking | None = None,
    by_author: bool = False,
    now: datetime,
) -> Refusal | None:
    """Why this time is not open, with those nearest to it that are.

    The author may book over her own hours, limits and calendars: the five minutes alone decide.
    """
    if without is None and not meeting.has_place:
        return Refusal(Closed.NOWHERE)
    rules = meeting.rules()
    taken = Booking.objects.taken(meeting, since=now, without=without)
    if by_author:
        why = why_not_free(starts_at, rules, taken, now=now)
    else:
        why = why_closed(starts_at, rules, taken, now=now) if meeting.active else Closed.OUTSIDE
    if why is None:
        return None
    open_now = slots(rules, taken, now=now) if meeting.active else []
    return Refusal(why, tuple(nearest(open_now, starts_at)))


def note_person(booking: Booking, *, now: datetime) -> None:
    """A proven hour puts the tag of its kind on its person, and says how they came. One of which
    nothing is known goes by the last place that is known of them.
    """
    contact, meeting, source = booking.contact, booking.meeting, ContactTag.PutOnBy.BOOKED
    contacts.tag(contact=contact, label=meeting.tag, source=source, why=meeting, now=now)
    contact = contacts.came_from(
        contact=contact,
        source=booking.source,
        first=booking.first_source,
        at=booking.booked_at,
    )
    if booking.source is None or booking.source.is_direct:
        booking.source = contact.last_source
    booking.first_source = contact.first_source
    booking.save(update_fields=("source", "first_source"))


def tell_courses(contact: Contact, *, now: datetime) -> None:
    """The letters learn whether an hour that is surely this person's stands, or took place."""
    bookings = Booking.objects.known_to_letters(contact)
    courses.mark_booked(contact=contact, booked=bookings, now=now)


def too_late(booking: Booking, by_author: bool, *, now: datetime) -> Refusal | None:
    """A refusal when it may not be changed any more: by the notice, or because it is over."""
    may = booking.is_standing and now < booking.starts_at if by_author else booking.may_change(now)
    return None if may else Refusal(Closed.TOO_LATE)
