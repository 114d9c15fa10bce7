"""The first run: who she is, where letters come from, when she is open, in one form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction

from consultations.models import Availability
from practice.actions import present_revision
from practice.models import Image, Practice

Span = tuple[time, time]


@dataclass(frozen=True)
class Week:
    """Open days that all have the same hours."""

    days: frozenset[int]
    spans: tuple[Span, ...]


def week() -> Week | None:
    """The weekly hours, if every open day is like the others and has two stretches at most."""
    by_day: dict[int, list[Span]] = {}
    for row in Availability.objects.order_by("weekday", "start"):
        by_day.setdefault(row.weekday, []).append((row.start, row.end))
    kinds = {tuple(spans) for spans in by_day.values()}
    if len(kinds) > 1 or any(len(spans) > 2 for spans in kinds):
        return None
    return Week(frozenset(by_day), next(iter(kinds), ()))


def open_hours(days: Collection[int], spans: Collection[Span]) -> None:
    """Make these the weekly hours, if they are not."""
    wanted = Week(frozenset(days) if spans else frozenset(), tuple(spans) if days else ())
    if week() == wanted:
        return
    Availability.objects.all().delete()
    Availability.objects.bulk_create(
        Availability(weekday=day, start=start, end=end)
        for day in sorted(wanted.days)
        for start, end in wanted.spans
    )


@transaction.atomic
def set_up(
    *,
    told: Mapping[str, Any],
    portrait: File[bytes] | None,
    alt: str,
    by: User | None = None,
    now: datetime,
) -> Practice:
    """Keep what she told of herself and her practice; `told` are fields of Practice."""
    practice = Practice.objects.the()
    for name, value in told.items():
        setattr(practice, name, value)
    if portrait is not None:
        practice.portrait = Image.objects.create(file=portrait, alt=alt or practice.author_name)
    practice.set_up_at = now
    practice.save()
    present_revision(now=now, by=by)
    return practice
