"""What providers report: kept as they said it; bad addresses and complaints are suppressed."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from contacts.actions import EVERYTHING, lock_owner, record, suppress, unsubscribe
from contacts.models import Contact, Suppression
from mail.models import DeliveryEvent, Message
from mail.webhooks import ReportedEvent, kept_of

SOFT_LIMIT, SOFT_WITHIN = 4, timedelta(days=14)
# A Message-ID of ours, which a relay reports where no metadata went along.
_OWN_ID = re.compile(r"<?([0-9a-f]{32})@")
_SUPPRESSED = {
    DeliveryEvent.EventKind.BOUNCED: Suppression.Reason.BOUNCE,
    DeliveryEvent.EventKind.COMPLAINED: Suppression.Reason.COMPLAINT,
}

# What blames an address. A complaint and a parting are the person's own wish, so they count also
# where the mail is not known any more.
BLAMES = frozenset({DeliveryEvent.EventKind.BOUNCED, DeliveryEvent.EventKind.SOFT})


@transaction.atomic
def record_event(*, provider: str, arrived: ReportedEvent, now: datetime) -> DeliveryEvent | None:
    """Keep one event and do what follows from it; None when it was here before, and when it is
    about nobody here: a report on somebody who was erased brings nothing of them back.
    """
    _lock_person(arrived)
    message = _message_of(arrived)
    contact = message.contact if message else Contact.objects.by_email(arrived.recipient)
    if message is None and contact is None:
        return None
    # Providers report at least once: by its key the second time of an event changes nothing.
    event, created = DeliveryEvent.objects.get_or_create(
        event_key=arrived.event_key,
        defaults={
            "message": message,
            "contact": contact,
            "kind": arrived.kind,
            "provider": provider,
            "code": arrived.code[:20],
            "detail": arrived.detail if contact else "",
            "raw": kept_of(arrived.raw),
            "at": arrived.at or now,
            "weighed_at": now,
        },
    )
    if not created:
        return None
    if contact:
        _follow(event, contact, message, now)
    return event


def _lock_person(arrived: ReportedEvent) -> None:
    """Lock whom it is about, before anything of it is written."""
    # As everywhere, the person first: erasing holds the person and then bars the address, whose
    # entry a report writes as well; the report's lines ask for the person at the commit. What is
    # asked after this lock is true until then: who was erased meanwhile is found no more.
    message = _message_of(arrived)
    if message is None:
        Contact.objects.select_for_update(of=("self",)).by_email(arrived.recipient)
    elif message.contact_id:
        lock_owner(pk=message.contact_id)


def keep(message: int, **columns: Any) -> None:
    """Keep what a server said of one mail. Its person may have been erased or merged into another
    entry while it was on its way: then the mail is gone, or has another contact.
    """
    for _time in range(2):
        try:
            # PostgreSQL looks at foreign keys when this ends, and waits there for whoever holds
            # the contact; so no lock is taken first, as erasing locks in the other order.
            with transaction.atomic():
                of = Message.objects.filter(pk=message).values_list("contact_id", flat=True)
                for contact in of[:1]:
                    DeliveryEvent.objects.create(message_id=message, contact_id=contact, **columns)
        except IntegrityError:
            continue
        return


def _message_of(arrived: ReportedEvent) -> Message | None:
    messages = Message.objects.select_related("contact")
    own = _OWN_ID.match(arrived.provider_id)
    try:
        uid = uuid.UUID(arrived.message_uid or (own[1] if own else ""))
    except ValueError:
        uid = None
    if uid:
        return messages.filter(uid=uid).first()
    if arrived.provider_id:
        return messages.filter(provider_id=arrived.provider_id).first()
    return None


def _follow(event: DeliveryEvent, contact: Contact, message: Message | None, now: datetime) -> None:
    if message is None and event.kind in BLAMES:
        return  # it names no mail of ours, so it may be anybody's
    reason = _SUPPRESSED.get(DeliveryEvent.EventKind(event.kind))
    if event.kind == DeliveryEvent.EventKind.SOFT and _soft_count(contact, now) >= SOFT_LIMIT:
        reason = Suppression.Reason.BOUNCE
    if reason:
        suppress(address=contact.email, reason=reason, detail=event.detail, now=now)
        record(contact=contact, kind=event.kind, now=now)
    if event.kind == DeliveryEvent.EventKind.UNSUBSCRIBED:
        purpose = message.consent if message and message.consent else EVERYTHING
        unsubscribe(contact=contact, purpose=purpose, now=now)


def _soft_count(contact: Contact, now: datetime) -> int:
    soft = DeliveryEvent.objects.filter(contact=contact, kind=DeliveryEvent.EventKind.SOFT)
    soft = soft.exclude(message=None)
    return soft.filter(at__gt=now - SOFT_WITHIN).count()
