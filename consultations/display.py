"""Open times as a page shows them: the next days or one week, and the other weeks' Mondays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from consultations.slots import by_day
from consultations.wording import time_labels

FIRST_DAYS = 4


@dataclass(frozen=True)
class Time:
    """One open time: the visitor's clock, and the instant a form sends."""

    start: datetime
    label: str

    @property
    def value(self) -> str:
        return f"{self.start.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


@dataclass(frozen=True)
class Day:
    day: date
    times: tuple[Time, ...]


@dataclass(frozen=True)
class Week:
    """A week of the visitor's calendar with open times; `first` is its Monday."""

    first: date
    count: int
    shown: bool


@dataclass(frozen=True)
class Display:
    days: tuple[Day, ...]
    weeks: tuple[Week, ...]


def display(open_times: Sequence[datetime], zone: ZoneInfo, *, week: date | None = None) -> Display:
    """The first days that have open times, or those of the week that `week` lies in."""
    grouped = by_day(open_times, zone)
    monday = monday_of(week) if week else None
    shown = [day for day in grouped if not monday or monday_of(day) == monday]
    shown = shown if monday else shown[:FIRST_DAYS]
    counts: dict[date, int] = {}
    for day, times in grouped.items():
        counts[monday_of(day)] = counts.get(monday_of(day), 0) + len(times)
    return Display(
        days=tuple(Day(day, labelled(grouped[day])) for day in shown),
        weeks=tuple(Week(first, count, first == monday) for first, count in counts.items()),
    )


def near(times: Sequence[datetime], zone: ZoneInfo) -> Display:
    """Just these times."""
    days = by_day(times, zone).items()
    return Display(tuple(Day(day, labelled(local)) for day, local in days), ())


def labelled(local_times: list[datetime]) -> tuple[Time, ...]:
    return tuple(map(Time, local_times, time_labels(local_times)))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
