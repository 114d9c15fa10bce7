"""Open times as a page shows them: the next days or one week, and a month to choose from."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence, Set
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
class MonthDay:
    day: date
    times: tuple[Time, ...]


@dataclass(frozen=True)
class MonthCell:
    """One day of a month's table: how many times are open, and whether they are shown now."""

    day: date
    count: int
    shown: bool


@dataclass(frozen=True)
class Month:
    """A month of the visitor's calendar, in weeks from Monday; a day of another month is None."""

    first: date
    weeks: tuple[tuple[MonthCell | None, ...], ...]
    before: date | None
    after: date | None

    @property
    def names(self) -> list[date]:
        """Seven days to take the names of weekdays from, Monday first."""
        monday = monday_of(self.first)
        return [monday + timedelta(days=count) for count in range(7)]


@dataclass(frozen=True)
class Display:
    days: tuple[MonthDay, ...]
    month: Month | None


def display(
    open_times: Sequence[datetime],
    zone: ZoneInfo,
    *,
    week: date | None = None,
    month: date | None = None,
) -> Display:
    """The first days that have open times, or those of the week that `week` lies in."""
    grouped = by_day(open_times, zone)
    monday = monday_of(week) if week else None
    shown = [day for day in grouped if not monday or monday_of(day) == monday]
    shown = shown if monday else shown[:FIRST_DAYS]
    counts = {day: len(times) for day, times in grouped.items()}
    about = month or week or next(iter(grouped), None)
    return Display(
        days=tuple(MonthDay(day, labelled(grouped[day])) for day in shown),
        month=month_of(about, counts, set(shown)) if about and grouped else None,
    )


def month_of(about: date, counts: Mapping[date, int], chosen_week: Set[date]) -> Month:
    """The month a day lies in, and the next ones to both sides that have open times."""
    months = sorted({day.replace(day=1) for day in counts})
    first = about.replace(day=1)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first=first,
        weeks=tuple(
            tuple(
                MonthCell(day, counts.get(day, 0), day in chosen_week)
                if day.month == first.month
                else None
                for day in week
            )
            for week in weeks
        ),
        before=next((other for other in reversed(months) if other < first), None),
        after=next((other for other in months if other > first), None),
    )


def near(times: Sequence[datetime], zone: ZoneInfo) -> Display:
    """Just these times."""
    days = by_day(times, zone).items()
    return Display(tuple(MonthDay(day, labelled(local)) for day, local in days), None)


def labelled(local_times: list[datetime]) -> tuple[Time, ...]:
    return tuple(map(Time, local_times, time_labels(local_times)))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
