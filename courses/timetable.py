"""A course as its rules see it: lessons in order, each with delay, audience and timetable.

Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from courses.schedule import Timetable


@dataclass(frozen=True)
class Card:
    """One lesson without its text. `key` is stable, whatever the author renames or moves."""

    key: str
    position: int
    subject: str
    delay_days: int
    audience: str
    published: bool
    timetable: Timetable
    meant_for: str = ""
    """The audience by the author's names, where they are known."""


@dataclass(frozen=True)
class Plan:
    """The published lessons in order, and the zone for readers whose own is not known."""

    cards: tuple[Card, ...]
    zone: str = ""


def holidays_in(text: str) -> frozenset[date]:
    """Dates at the start of each line; what follows a date is a note. ValueError for others."""
    return frozenset(
        date.fromisoformat(line.split()[0]) for line in text.splitlines() if line.strip()
    )
