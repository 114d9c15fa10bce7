"""Everything held about one person, as plain data for them to have (GDPR, article 15). What is
held, the register says; how a mail reads and whether answers are told, whoever asks.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db.models.fields.files import FieldFile

from contacts.models import Contact
from contacts.personal_data import (
    Data,
    ExportText,
    RegisterEntry,
    Rows,
    entries,
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


def exported(entry: RegisterEntry, row: Any, reading: ExportText) -> Data:
    """A row as plain data: every field but those left out, then what the entry adds.

    Another row is told in its own words, unless it is in the register itself.
    """
    # Every column that is not named here is shown: a new one is in the export from the day it is
    # made, unless it is left out on purpose.
    hidden = {"id", *entry.left_out, *(() if reading.answers else entry.from_answers)}
    registered = {entry.model for entry in entries()}
    data: Data = {}
    for column in entry.model._meta.concrete_fields:
        if column.name in hidden:
            continue
        if not column.is_relation:
            data[column.name] = plain(getattr(row, column.name))
        elif column.related_model not in registered:
            data[column.name] = str(getattr(row, column.name) or "")
    more = entry.more(row, reading) if entry.more else {}
    return data | {name: value for name, value in more.items() if name not in hidden}


def plain(value: Any) -> Any:
    """As JSON can say it: moments as ISO 8601, files by their names."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, FieldFile):
        return value.name
    return str(value) if isinstance(value, uuid.UUID) else value
