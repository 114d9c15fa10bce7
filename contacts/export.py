"""Everything held about one person, as plain data for them to have (GDPR, article 15). What is
held, the register says; how a mail reads and whether answers are told, whoever asks.
"""

from __future__ import annotations

from contacts.models import Contact
from contacts.personal_data import (
    Data,
    ExportText,
    RegisterEntry,
    Rows,
    entries,
    exported,
    people_of,
    rows_by_words,
)
from practice.once import once


def everything(contact: Contact, reading: ExportText) -> Data:
    """Each part of the register with the rows of this person; moments are ISO 8601 in UTC."""
    people = people_of([contact.pk])
    by_part = {entry.part: entry for entry in reversed(entries())}
    with once():  # a mail is rendered in the practice's look: hundreds of them read it once
        held: Data = {
            part: [exported(by_part[part], row, reading) for row in ordered(by_part[part], rows)]
            for part, rows in rows_by_words(people, lambda entry: entry.part).items()
        }
    return held | {"person": exported(by_part["person"], contact, reading)}


def ordered(entry: RegisterEntry, rows: Rows) -> Rows:
    """Oldest first, with the rows that are told in their own words."""
    columns = entry.model._meta.concrete_fields
    shown = [
        column.name
        for column in columns
        if column.is_relation and column.name not in entry.left_out
    ]
    rows = rows.order_by("pk")
    return rows.select_related(*shown, *entry.read_with) if shown else rows
