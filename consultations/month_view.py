"""Open times as a page shows them: the next days or one week, and a month to choose from."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from consultations.slots import by_day
from consultations.wording import time_labels

FIRST_DAYS = 4


@dataclass(frozen=True)
class OpenTime:
    """One open time: the visitor's clock, and the instant a form sends."""

    start: datetime
    label: str

    @property
    def value(self) -> str:
        return f"{self.start.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


OpenDay = tuple[date, tuple[OpenTime, ...]]
"""A day and its open times."""


def display(
    open_times: Sequence[datetime],
    zone: ZoneInfo,
    *,
    week: date | None = None,
    month: date | None = None,
) -> tuple[list[OpenDay], dict[str, Any] | None]:
    """The first days that have open times, or those of the week that `week` lies in; and the
    `month_of` them.
    """
    grouped = by_day(open_times, zone)
    monday = monday_of(week) if week else None
    shown = [day for day in grouped if not monday or monday_of(day) == monday]
    shown = shown if monday else shown[:FIRST_DAYS]
    counts = {day: len(times) for day, times in grouped.items()}
    about = month or week or next(iter(grouped), None)
    days = [(day, labelled(grouped[day])) for day in shown]
    return days, month_of(about, counts, set(shown)) if about and grouped else None


def month_of(about: date, counts: Mapping[date, int], shown: Set[date]) -> dict[str, Any]:
    """The month a day lies in, as `_month.html` needs it: its weeks from Monday, of each day its
    date (None: of another month), how many times are open and whether they are shown; and the next
    months to both sides that have open times.
    """
    months = sorted({day.replace(day=1) for day in counts})
    first = about.replace(day=1)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return {
        "first": first,
        "names": weeks[0],  # days to take the names of weekdays from
        "weeks": [
            [
                (day, counts.get(day, 0), day in shown)
                if day.month == first.month
                else (None, 0, False)
                for day in week
            ]
            for week in weeks
        ],
        "before": next((other for other in reversed(months) if other < first), None),
        "after": next((other for other in months if other > first), None),
    }


def near(times: Sequence[datetime], zone: ZoneInfo) -> list[OpenDay]:
    """Just these times."""
    return [(day, labelled(local)) for day, local in by_day(times, zone).items()]


def labelled(local_times: list[datetime]) -> tuple[OpenTime, ...]:
    return tuple(map(OpenTime, local_times, time_labels(local_times)))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
