"""Open times as a page shows them: those of one day, and a month to choose the day from."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from consultations.slot_query import SlotQuery
from consultations.slots import by_day
from consultations.wording import day_time_text, time_labels


@dataclass(frozen=True)
class OpenTime:
    """One open time: the visitor's clock, and the instant a form sends."""

    start: datetime
    label: str

    @property
    def value(self) -> str:
        return f"{self.start.astimezone(UTC):%Y-%m-%dT%H:%MZ}"

    @property
    def in_full(self) -> str:
        """With its day, as it is said again beside the form."""
        return day_time_text(self.start, self.label)


OpenDay = tuple[date, tuple[OpenTime, ...]]
"""A day and its open times."""


def display(
    open_times: Sequence[datetime], query: SlotQuery, chosen: datetime | None
) -> tuple[list[OpenDay], dict[str, Any] | None]:
    """The day asked for, else that of the chosen time, else the first one with open times (of the
    month, where one is asked for); and the `month_of` it.
    """
    grouped = by_day(open_times, query.zone)
    of_chosen = chosen.astimezone(query.zone).date() if chosen else None
    first = next((day for day in grouped if not query.month or same_month(day, query.month)), None)
    shown = query.day or (of_chosen if not query.month else None) or first
    counts = {day: len(times) for day, times in grouped.items()}
    about = query.month or shown
    days = [(shown, labelled(grouped[shown]))] if shown and shown in grouped else []
    if not (about and grouped):
        return days, None
    return days, month_of(about, counts, {day for day, _ in days}, query.first_weekday)


def same_month(day: date, other: date) -> bool:
    return (day.year, day.month) == (other.year, other.month)


def month_of(
    about: date, counts: Mapping[date, int], shown: Set[date], first_weekday: int
) -> dict[str, Any]:
    """The month a day lies in, as `_month.html` needs it: its weeks from the first with open times
    on, of each day its date (None: of an earlier month, or of a later one and closed), how many
    times are open and whether they are shown; and the next months to both sides that have any.
    """
    months = sorted({day.replace(day=1) for day in counts})
    first = about.replace(day=1)
    whole = Calendar(first_weekday).monthdatescalendar(first.year, first.month)
    weeks = [week for week in whole if week[-1] >= min(counts)] or whole
    return {
        "first": first,
        "names": weeks[0],  # days to take the names of weekdays from
        "weeks": [
            [
                (day, counts.get(day, 0), day in shown)
                if day.month == first.month or (day > first and day in counts)
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
