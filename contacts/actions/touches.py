"""What brought a person here, the first time and the last."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from contacts.models import Contact
from offers.models import Source


@transaction.atomic
def came_from(
    *, contact: Contact, source: Source | None, first: Source | None = None, at: datetime
) -> Contact:
    """This person came by `source` at that moment: by their own word, not by what somebody typed.
    Safe to repeat, in any order.

    `first`: what had brought them before, where the visit knows. A visit of which nothing is known
    leaves the last place that is known.
    """
    # Compared and written under the lock: of two visits at once neither puts back what the other
    # one found to be the first or the last.
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    if source is None:
        return row
    if row.first_came_at is None or at < row.first_came_at:
        row.first_source, row.first_came_at = first or source, at
    last = row.last_source
    if last is None or (last.is_direct, at) >= (source.is_direct, row.last_came_at or at):
        row.last_source, row.last_came_at = source, at
    row.save(update_fields=("first_source", "first_came_at", "last_source", "last_came_at"))
    return row
