"""No open time: somebody leaves a wish, the author offers a time by a link in a letter."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import links, wording, zones
from consultations.actions.booking import book, lock_host, refused
from consultations.actions.letters import own_name
from consultations.actions.quotas import too_many_wishes
from consultations.models import Booking, Meeting, Wish
from consultations.slots import Closed, Refusal
from contacts import actions as contacts
from mail import actions as mail
from mail.models import Purpose
from writing.facts import Facts


@transaction.atomic
def wish(
    *,
    meeting: Meeting,
    email: str,
    first_name: str,
    zone: str,
    text: str,
    proven: bool = False,
    place: int | None = None,
    request_key: uuid.UUID | None = None,
    now: datetime,
) -> Wish | Refusal:
    """Keep a wish and tell the author, or say why not. The same form sent twice leaves one.

    `proven`: this visitor reads the address's mail. `place`: the network's number (`places`).
    """
    lock_host()
    key = request_key or uuid.uuid4()
    earlier = Wish.objects.filter(request_key=key).first()
    if earlier:
        return earlier
    contact, _created = contacts.meet(email=email, first_name=first_name, zone=zone, now=now)
    why = too_many_wishes(contact, proven=proven, place=place, now=now)
    if why:
        return Refusal(why)
    row = Wish.objects.create(
        request_key=key,
        meeting=meeting,
        contact=contact,
        email=contact.email,
        first_name=first_name[:80],
        zone=zone,
        text=text[:1000],
        made_at=now,
        proven=proven,
        place=None if proven else place,
    )
    contacts.record(contact=contact, kind="wish", now=now)
    tell_author(row, now=now)
    return row


def tell_author(row: Wish, *, now: datetime) -> None:
    mail.queue(
        key=f"wish-notice:{row.uid.hex}",
        letter=mail.system("wish_notice"),
        contact=None,
        purpose=Purpose.NOTICE,
        facts=Facts(),
        names={},
        values={
            "who_text": f"{row.first_name or _('no name given')}, {row.email}",
            "meeting_name": row.meeting.title,
            "zone_name": zones.zone_name(ZoneInfo(row.zone), now),
            "note_text": row.text,
            "admin_url": links.wish_admin_url(row),
        },
        not_before=now,
        now=now,
    )


@transaction.atomic
def offer(*, wish: Wish, starts_at: datetime, now: datetime) -> Wish | Refusal:
    """Write to them with a time that they can take by its link. It is not held for them."""
    row = Wish.objects.select_for_update(of=("self",)).select_related("meeting", "contact")
    wish = row.get(pk=wish.pk)
    refusal = refused(wish.meeting, starts_at, by_author=True, now=now)
    if refusal or not wish.is_waiting:
        return refusal or Refusal(Closed.TOO_LATE)
    key = f"wish-offer:{wish.uid.hex}"
    mail.withdraw(key=f"{key}:{wish.offers}", reason="Another time is offered.", now=now)
    wish.state, wish.offered, wish.offers = Wish.State.OFFERED, starts_at, wish.offers + 1
    wish.place = None
    wish.save()
    zone = ZoneInfo(wish.zone)
    mail.queue(
        key=f"{key}:{wish.offers}",
        letter=mail.system("wish_offer"),
        contact=wish.contact,
        purpose=Purpose.REQUESTED,
        facts=Facts(),
        names={},
        values={
            "first_name": own_name(wish.contact),
            "meeting_name": wish.meeting.title,
            "minutes": str(wish.meeting.minutes),
            "when_text": wording.when_text(starts_at, zone),
            "zone_name": zones.zone_name(zone, starts_at),
            "place_text": wish.meeting.place,
            "booking_url": links.offer_url(wish),
            "book_url": links.book_url(wish.contact),
        },
        not_before=now,
        not_after=starts_at,
        now=now,
    )
    contacts.record(contact=wish.contact, kind="wish_offer", now=now)
    return wish


@transaction.atomic
def accept(*, wish: Wish, now: datetime) -> Booking | Refusal:
    """Take the offered time, by the link in the letter. Taken before, it is the same booking."""
    wish = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    if wish.booking:
        return wish.booking
    if wish.state != Wish.State.OFFERED or wish.offered is None:
        return Refusal(Closed.OUTSIDE)
    outcome = book(
        meeting=wish.meeting,
        starts_at=wish.offered,
        email=wish.email,
        first_name=wish.first_name,
        zone=wish.zone,
        note=wish.text,
        came_from=Booking.CameFrom.OFFER,
        request_key=wish.request_key,
        now=now,
    )
    if isinstance(outcome, Booking):
        wish.state, wish.booking = Wish.State.BOOKED, outcome
        wish.save()
    return outcome


def close_wish(*, wish: Wish, now: datetime) -> bool:  # noqa: ARG001 (every action has this shape)
    """Nothing more will come of it; its link says so."""
    waiting = Wish.objects.filter(pk=wish.pk, state__in=(Wish.State.OPEN, Wish.State.OFFERED))
    return bool(waiting.update(state=Wish.State.CLOSED, place=None))
