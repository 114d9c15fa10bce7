"""No open time: somebody leaves a wish, the author offers a time by a link in a letter."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import NotRequired, TypedDict, Unpack
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from consultations import links, wording
from consultations.actions.booking import book, lock_host, refused
from consultations.actions.invitations import own_name
from consultations.actions.quotas import too_many_time_requests
from consultations.models import Booking, Meeting, TimeRequest
from consultations.slots import Closed, Refusal
from contacts import actions as contacts
from contacts.models import Contact
from mail import actions as mail
from mail.models import Purpose
from offers import actions as sources
from offers.models import Source
from practice import zones
from practice.languages import DEFAULT
from writing.segments import Facts


class Asker(TypedDict):
    """Who asks for a time, and in which words. `proven`: this visitor reads the address's mail.
    `place`: the network's number (`client_ip`). `source`: what brought them, saved or not.
    """

    email: str
    first_name: str
    zone: str
    text: str
    proven: NotRequired[bool]
    place: NotRequired[int | None]
    language: NotRequired[str]
    source: NotRequired[Source | None]


@transaction.atomic
def request_time(
    *,
    meeting: Meeting,
    request_key: uuid.UUID | None = None,
    now: datetime,
    **person: Unpack[Asker],
) -> TimeRequest | Refusal:
    """Keep a wish and tell the author, or say why not. The same form sent twice leaves one."""
    # First of all locks, as in everything of bookings; of one form sent twice at once the second
    # waits here, and finds the first by its key.
    lock_host()
    key = request_key or uuid.uuid4()
    earlier = TimeRequest.objects.filter(request_key=key).first()
    if earlier:
        return earlier
    contact, _created = contacts.meet(
        email=person["email"],
        first_name=person["first_name"],
        zone=person["zone"],
        language=person.get("language", DEFAULT),
        now=now,
    )
    proven, place, source = person.get("proven", False), person.get("place"), person.get("source")
    why = too_many_time_requests(contact, proven=proven, place=place, now=now)
    if why:
        return Refusal(why)
    row = drafted(meeting, contact, person, now=now)
    row.request_key = key
    row.source = sources.keep_source(source, now=now) if source else None
    row.save()
    contacts.record(contact=contact, kind="time_request", now=now)
    tell_author(row, now=now)
    return row


def drafted(meeting: Meeting, contact: Contact, person: Asker, *, now: datetime) -> TimeRequest:
    """The row a wish would have; nothing is saved."""
    proven = person.get("proven", False)
    return TimeRequest(
        meeting=meeting,
        contact=contact,
        email=contact.email,
        first_name=person["first_name"][:80],
        zone=person["zone"],
        text=person["text"][:1000],
        made_at=now,
        proven=proven,
        place=None if proven else person.get("place"),
    )


def tell_author(row: TimeRequest, *, now: datetime) -> None:
    mail.queue(
        key=f"time-request-notice:{row.uid.hex}",
        letter=mail.system("time_request_notice"),
        contact=None,
        purpose=Purpose.NOTICE,
        facts=Facts(),
        names={},
        values={
            "who_text": f"{row.first_name or _('no name given')}, {row.email}",
            "meeting_name": row.meeting.title,
            "zone_name": zones.zone_name(ZoneInfo(row.zone), now),
            "note_text": row.text,
            "admin_url": links.time_request_admin_url(row),
        },
        not_before=now,
        now=now,
    )


@transaction.atomic
def offer(
    *, time_request: TimeRequest, starts_at: datetime, now: datetime
) -> TimeRequest | Refusal:
    """Write to them with a time that they can take by its link. It is not held for them."""
    contacts.lock_owner(time_requests=time_request.pk)
    # Read anew under the lock: of two offers at once the second takes the first one's link back.
    row = TimeRequest.objects.select_for_update(of=("self",)).select_related("meeting", "contact")
    time_request = row.get(pk=time_request.pk)
    refusal = refused(time_request.meeting, starts_at, by_author=True, now=now)
    if refusal or not time_request.is_waiting:
        return refusal or Refusal(Closed.TOO_LATE)
    key = f"time-request-offer:{time_request.uid.hex}"
    mail.withdraw(key=f"{key}:{time_request.offers}", reason="Another time is offered.", now=now)
    time_request.state, time_request.offered, time_request.offers = (
        TimeRequest.State.OFFERED,
        starts_at,
        time_request.offers + 1,
    )
    time_request.place = None
    time_request.save()
    _write_offer(time_request, starts_at, key=f"{key}:{time_request.offers}", now=now)
    contacts.record(contact=time_request.contact, kind="time_request_offer", now=now)
    return time_request


def _write_offer(
    time_request: TimeRequest, starts_at: datetime, *, key: str, now: datetime
) -> None:
    zone = ZoneInfo(time_request.zone)
    with override(time_request.contact.language):
        when = wording.when_text(starts_at, zone)
    mail.queue(
        key=key,
        letter=mail.system("time_request_offer", offer=time_request.meeting.offer_id),
        offer=time_request.meeting.offer_id,
        contact=time_request.contact,
        purpose=Purpose.REQUESTED,
        facts=Facts(),
        names={},
        values={
            "first_name": own_name(time_request.contact),
            "meeting_name": time_request.meeting.title,
            "minutes": str(time_request.meeting.minutes),
            "when_text": when,
            "zone_name": zones.zone_name(zone, starts_at),
            "place_text": time_request.meeting.place,
            "booking_url": links.offer_url(time_request),
            "book_url": links.book_url(time_request.contact),
        },
        not_before=now,
        not_after=starts_at,  # an offer of an hour that has begun is none
        now=now,
    )


@transaction.atomic
def accept(*, time_request: TimeRequest, now: datetime) -> Booking | Refusal:
    """Take the offered time, by the link in the letter. Taken before, it is the same booking."""
    # The author's row first, as in everything that changes bookings (`book`), and the person before
    # the wish.
    lock_host()
    contacts.lock_owner(time_requests=time_request.pk)
    time_request = TimeRequest.objects.select_for_update(of=("self",)).get(pk=time_request.pk)
    if time_request.booking:
        return time_request.booking
    if time_request.state != TimeRequest.State.OFFERED or time_request.offered is None:
        return Refusal(Closed.OUTSIDE)
    outcome = book(
        meeting=time_request.meeting,
        starts_at=time_request.offered,
        email=time_request.email,
        first_name=time_request.first_name,
        zone=time_request.zone,
        note=time_request.text,
        came_from=Booking.CameFrom.OFFER,
        source=time_request.source,
        request_key=time_request.request_key,
        now=now,
    )
    if isinstance(outcome, Booking):
        time_request.state, time_request.booking = TimeRequest.State.BOOKED, outcome
        time_request.save()
    return outcome


def close_time_request(*, time_request: TimeRequest, now: datetime) -> bool:  # noqa: ARG001 (every action has this shape)
    """Nothing more will come of it; its link says so."""
    waiting = TimeRequest.objects.filter(
        pk=time_request.pk, state__in=(TimeRequest.State.OPEN, TimeRequest.State.OFFERED)
    )
    return bool(waiting.update(state=TimeRequest.State.CLOSED, place=None))
