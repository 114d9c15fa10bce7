"""A course as its rules see it: lessons in order, each with delay, audience and timetable.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from courses.schedule import Timetable
from writing.segments import Rule


@dataclass(frozen=True)
class Card:
    """One lesson without its text. `key` is stable, whatever the author renames or moves."""

    key: str
    position: int
    subject: str
    delay_days: int
    audience: Rule
    published: bool
    timetable: Timetable
    meant_for: str = ""
    """The audience by the author's names, where they are known."""


@dataclass(frozen=True)
class Plan:
    """The published lessons in order, and the zone for readers whose own is not known."""

    cards: tuple[Card, ...]
    zone: str = ""


@dataclass(frozen=True)
class Pace:
    """How often letters come: `days` at least lie between two of them; 0: the lessons' own days."""

    days: int
    name: str


LONGEST_PACE = 60
"""The most days that a pace may put between two letters."""


def paces_in(text: str) -> tuple[Pace, ...]:
    """A number at the start of each line, and what the reader calls it. ValueError for others."""
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip()]
    if any(len(line) < 2 for line in lines):
        raise ValueError("a pace without a name")
    paces = tuple(Pace(int(days), name.strip()) for days, name in lines)
    days = [pace.days for pace in paces]
    if len(set(days)) < len(days) or not all(0 <= number <= LONGEST_PACE for number in days):
        raise ValueError("a pace twice, or out of bounds")
    return paces


def pace_of(days: int, paces: Sequence[Pace]) -> int:
    """The pace of somebody who asks for so many days: one that is offered, else the first."""
    offered = [pace.days for pace in paces]
    return days if days in offered else next(iter(offered), 0)


def holidays_in(text: str) -> frozenset[date]:
    """Dates at the start of each line; what follows a date is a note. ValueError for others."""
    return frozenset(
        date.fromisoformat(line.split()[0]) for line in text.splitlines() if line.strip()
    )
