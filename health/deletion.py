"""Deleting rows with all that hangs on them: files too, and without making past figures smaller.

A row that goes takes its dependents with it (Django's cascade). Their files go once that is
committed, and every figure that counted one of them is kept as a number of its day.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import F, FileField, Model, QuerySet
from django.db.models.deletion import Collector

from health.models import Counter

GONE = "gone."
"""How the names of the counters begin that hold the figures of rows that went."""

_FIGURES: dict[type[Model], dict[str, str]] = {}


def keep_figure(model: type[Model], *, name: str, moment: str) -> None:
    """Let the figure `name`, the number of rows by `moment`, outlive the rows. From `ready()`."""
    _FIGURES.setdefault(model, {})[name] = moment


@transaction.atomic
def delete(rows: QuerySet[Any]) -> int:
    """Delete these rows, what depends on them, and their files; how many of these there were."""
    collector = Collector(using=rows.db, origin=rows)
    # Read before anything goes, as the collector deletes some models unseen, by one statement.
    chosen = list(rows)
    collector.collect(chosen)
    files: list[tuple[Storage, str]] = []
    figures: Tally[tuple[str, date]] = Tally()
    for model, group in _groups(collector):
        files.extend(_files(model, group))
        figures.update(_figures(model, group))
    collector.delete()
    add(figures)
    # Only once it is committed: a transaction that is rolled back keeps its rows, and they their
    # files.
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))
    return len(chosen)


def add(figures: Tally[tuple[str, date]]) -> None:
    """Add to the counters of rows that went; always in one order, so that no two wait in turn."""
    for (name, day), number in sorted(figures.items()):
        counter, _created = Counter.objects.get_or_create(name=f"{GONE}{name}", day=day)
        # Added by the database: a number read here and written back would lose what another adds.
        Counter.objects.filter(pk=counter.pk).update(count=F("count") + number)


def _groups(collector: Collector) -> Iterator[tuple[type[Model], Iterable[Any]]]:
    """Everything that will go, by model; what Django deletes unseen is read first."""
    yield from collector.data.items()
    for rows in collector.fast_deletes:
        model = rows.model
        if model in _FIGURES or _file_fields(model):
            yield model, rows


def _file_fields(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, FileField)]


def _files(model: type[Model], group: Iterable[Any]) -> Iterator[tuple[Storage, str]]:
    names = _file_fields(model)
    for row in group if names else ():
        for name in names:
            file = getattr(row, name)
            if file:
                yield file.storage, str(file.name)


def _figures(model: type[Model], group: Iterable[Any]) -> Iterator[tuple[str, date]]:
    figures = _FIGURES.get(model, {})
    for row in group if figures else ():
        for name, moment in figures.items():
            when = getattr(row, moment)
            if when is not None:
                yield name, when.date()
