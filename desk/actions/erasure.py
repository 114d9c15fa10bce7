"""What erasing somebody would take and leave, in the author's words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from consultations.models import Booking
from contacts.models import Contact
from contacts.personal_data import people_of, rows_by_words
from desk.actions.count_each import count_each


def preview(contact: Contact, *, now: datetime) -> dict[str, Any]:
    """The `upcoming` bookings that fall out, and in her words what `goes` and what `stays`."""
    people = people_of([contact.pk])
    counts = count_each(rows_by_words(people, lambda entry: entry.goes))
    upcoming = Booking.objects.upcoming(now).filter(contact=contact).order_by("starts_at", "pk")
    return {
        "upcoming": list(upcoming.select_related("meeting")),
        "goes": (
            _("name, every email address, time zone and your notes"),
            *(words % number for words, number in counts.items() if number),
        ),
        "stays": (
            _(
                "a fingerprint of each address, from which it cannot be read back: so that this "
                "person is not mailed again by accident"
            ),
            _("daily counts, in which nobody is named"),
            _("in the history of changes, that you erased somebody, without the name"),
        ),
    }
