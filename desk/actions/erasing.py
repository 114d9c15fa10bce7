"""Forgetting a person: everything that names them goes; a keyed hash stays, so that nobody is
mailed again by accident (promise 14).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from assessments import actions as assessments
from assessments.models import Attempt
from consultations.models import Booking
from contacts import actions as contacts
from contacts.models import Contact, Suppression, address_hash
from desk.actions import traces
from desk.actions.counts import count_each
from guides.models import GuideCopy
from mail.models import Message

ERASED = Suppression.Reason.ERASED


@dataclass(frozen=True)
class Preview:
    """What erasing takes and what it leaves, in sentences; upcoming bookings apart."""

    upcoming: tuple[Booking, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]


def preview(contact: Contact, *, now: datetime) -> Preview:
    """What would happen, in the author's words."""
    counts = count_each(dict(held(contact)))
    upcoming = Booking.objects.upcoming(now).filter(contact=contact).order_by("starts_at")
    return Preview(
        upcoming=tuple(upcoming.select_related("meeting")),
        goes=(
            _("name, email address, time zone and your notes"),
            *(words % number for words, number in counts.items() if number),
        ),
        stays=(
            _(
                "a fingerprint of the address, from which it cannot be read back: so that this "
                "person is not mailed again by accident"
            ),
            _("daily counts, in which nobody is named"),
            _("in the history of changes, that you erased somebody, without the name"),
        ),
    )


def held(contact: Contact) -> tuple[tuple[str, QuerySet[Any]], ...]:
    """Everything that goes, each with the words for its number."""
    return (
        (_("sets of answers: %d"), answers_of(contact)),
        (_("guides with their files: %d"), contact.guides.all()),
        (_("mails, sent and waiting: %d"), contact.messages.all()),
        (_("places in a course: %d"), contact.enrollments.all()),
        (_("bookings: %d"), contact.bookings.all()),
        (_("consents with their wording: %d"), contact.consents.all()),
        (_("lines of the timeline: %d"), contact.events.all()),
        (
            _("notices to you that name this person: %d"),
            traces.notices_about(contact, traces.addresses_of(contact)),
        ),
    )


@transaction.atomic
def forget(*, contact: Contact, now: datetime) -> None:
    """Erase one person. The files of their guides go once the rows are gone."""
    addresses = traces.addresses_of(contact)
    files = [str(name) for name in contact.guides.exclude(file="").values_list("file", flat=True)]
    attempts = list(answers_of(contact))
    reserved = traces.reserved_by(contact)
    notices = traces.notices_about(contact, addresses)
    mails = Message.objects.filter(Q(contact=contact) | Q(contact__in=reserved))
    uids = [uid.hex for rows in (mails, notices) for uid in rows.values_list("uid", flat=True)]
    traces.scrub(traces.history_of(contact, addresses))
    traces.forget_mentions(addresses)
    notices.delete()
    reserved.delete()
    contact.delete()
    for attempt in attempts:
        assessments.delete(attempt)
    contacts.suppress(address=contact.email, reason=ERASED, detail="", now=now)
    # A server's own words may hold the address.
    hashes = [address_hash(address) for address in addresses]
    Suppression.objects.filter(address_hash__in=hashes).update(detail="")
    transaction.on_commit(lambda: remove(files, uids))


def remove(files: Sequence[str], uids: Sequence[str] = ()) -> None:
    """Files of guides, and kept mails by their ids."""
    for name in files:
        default_storage.delete(name)
    for mail in traces.kept_mails(uids):
        mail.unlink(missing_ok=True)


def answers_of(contact: Contact) -> QuerySet[Attempt]:
    """The answers behind this person's guides and bookings, unless somebody else has them too."""
    own = contact.guides.order_by().values("attempt")
    booked = contact.bookings.exclude(attempt=None).order_by().values("attempt")
    others = GuideCopy.objects.filter(attempt=OuterRef("pk")).exclude(contact=contact)
    return Attempt.objects.filter(~Exists(others), pk__in=own.union(booked))
