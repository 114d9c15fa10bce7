"""Forgetting a person: everything that names them goes; a keyed hash stays, so that nobody is
mailed again by accident (promise 14).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from assessments import actions as assessments
from assessments.models import Attempt
from consultations.models import Booking
from contacts import actions as contacts
from contacts.models import Contact, Suppression
from desk.actions.counts import count_each
from guides.models import GuideCopy
from mail.models import DeliveryEvent, Message


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
        (_("notices to you that name this person: %d"), notices_naming(contact.email)),
    )


@transaction.atomic
def forget(*, contact: Contact, now: datetime) -> None:
    """Erase one person. The files of their guides go once the rows are gone."""
    address = contact.email
    files = [str(name) for name in contact.guides.exclude(file="").values_list("file", flat=True)]
    attempts = list(answers_of(contact))
    notices_naming(address).delete()
    naming(DeliveryEvent.objects.all(), address, "raw", "detail").delete()
    contact.delete()
    for attempt in attempts:
        assessments.delete(attempt)
    scrub_history(address)
    row = contacts.suppress(address=address, reason=Suppression.Reason.ERASED, detail="", now=now)
    # A server's own words may hold the address.
    Suppression.objects.filter(pk=row.pk).update(detail="")
    transaction.on_commit(lambda: remove(files))


def remove(files: Sequence[str]) -> None:
    for name in files:
        default_storage.delete(name)


def answers_of(contact: Contact) -> QuerySet[Attempt]:
    """The answers behind this person's guides and bookings, unless somebody else has them too."""
    own = contact.guides.order_by().values("attempt")
    booked = contact.bookings.exclude(attempt=None).order_by().values("attempt")
    others = GuideCopy.objects.filter(attempt=OuterRef("pk")).exclude(contact=contact)
    return Attempt.objects.filter(~Exists(others), pk__in=own.union(booked))


def notices_naming(address: str) -> QuerySet[Message]:
    """Notices to the author that hold an address."""
    return naming(Message.objects.filter(contact=None), address, "values", "attachment")


def naming[Row: models.Model](rows: QuerySet[Row], address: str, *fields: str) -> QuerySet[Row]:
    """Rows of which one of the fields holds the address, in plain or as JSON writes it."""
    spellings = {address, json.dumps(address)[1:-1]}
    texts = {f"{name}_as_text": Cast(name, TextField()) for name in fields}
    found = Q()
    for name in texts:
        for spelling in spellings:
            found |= Q(**{f"{name}__icontains": spelling})
    matching: QuerySet[Row] = rows.annotate(**texts).filter(found)
    return matching


def scrub_history(address: str) -> int:
    """The author's history keeps what she did and when, and forgets to whom."""
    rows = LogEntry.objects.filter(
        Q(object_repr__icontains=address) | Q(change_message__icontains=address)
    )
    return rows.update(object_repr=_("an erased person"), change_message="")
