"""What erasing somebody would take and leave, in the author's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from consultations.models import Booking
from contacts.models import Contact
from contacts.personal_data import people_of, rows_by_words
from desk.actions.count_each import count_each


@dataclass(frozen=True)
class ErasurePreview:
    """What erasing takes and what it leaves, in sentences; upcoming bookings apart."""

    upcoming: tuple[Booking, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]


def preview(contact: Contact, *, now: datetime) -> ErasurePreview:
    """What would happen, in the author's words."""
    people = people_of([contact.pk])
    counts = count_each(rows_by_words(people, lambda entry: entry.goes))
    upcoming = Booking.objects.upcoming(now).filter(contact=contact).order_by("starts_at", "pk")
    return ErasurePreview(
        upcoming=tuple(upcoming.select_related("meeting")),
        goes=(
            _("name, every email address, time zone and your notes"),
            *(words % number for words, number in counts.items() if number),
        ),
        stays=(
            _(
                "a fingerprint of each address, from which it cannot be read back: so that this "
                "person is not mailed again by accident"
            ),
            _("daily counts, in which nobody is named"),
            _("in the history of changes, that you erased somebody, without the name"),
        ),
    )
