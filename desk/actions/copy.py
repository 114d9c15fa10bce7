"""A copy of a text with everything in it: unpublished, under a name of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from consultations.models import Meeting


def duplicate(row: models.Model, *, today: date) -> models.Model:
    """The copy, saved; LookupError for a row that is no text or kind of meeting."""
    copy = COPIERS.get(type(row))
    if copy is None:
        raise LookupError(row._meta.label_lower)
    with transaction.atomic():
        made: models.Model = copy(row, today)
    return made


def is_copied(label: str) -> bool:
    return label in {model._meta.label_lower for model in COPIERS}


def _named(row: models.Model, name: str) -> str:
    """“Copy of …”, within the column's length."""
    longest = _longest(row, name)
    return str(_("Copy of %s") % getattr(row, name))[:longest]


def _longest(row: models.Model, name: str) -> int:
    return getattr(row._meta.get_field(name), "max_length", None) or 50


def _free(row: models.Model, name: str, joined: str = "-", **among: Any) -> str:
    """A short name that nobody has: the row's own, then -copy, -copy-2, …"""
    longest = _longest(row, name)
    rows = type(row)._default_manager.filter(**among)
    number = 1
    while True:
        ending = f"{joined}copy" + (f"{joined}{number}" if number > 1 else "")
        found = str(getattr(row, name))[: longest - len(ending)] + ending
        if not rows.filter(**{name: found}).exists():
            return found
        number += 1


def _copy[Row: models.Model](row: Row, **changed: Any) -> Row:
    """Every column but the id, with these changes; public ids are drawn anew."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    values = {name: getattr(row, name) for name in names if name != "uid"}
    for name in changed:
        values.pop(f"{name}_id", None)
    return type(row)._default_manager.create(**values | changed)


def _meeting(meeting: Meeting, _today: date) -> Meeting:
    own = {"key": _free(meeting, "key"), "title": _named(meeting, "title")}
    return _copy(meeting, **own, active=False)


COPIERS: dict[type[models.Model], Callable[[Any, date], models.Model]] = {
    Meeting: _meeting,
}
