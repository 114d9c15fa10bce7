"""Which times are open: (rules, taken, now, zone) -> slots. Pure.

A slot is the UTC instant at which a meeting could start. Deciding a race is not done here:
the unique rows of `models.BookedCell` do that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from consultations.hours import OpenHours, Window

CELL = timedelta(minutes=5)


@dataclass(frozen=True)
class Rules:
    """What decides which times are open for one kind of meeting. Minutes are multiples of five."""

    week: OpenHours
    minutes: int
    every: int = 30
    before: int = 0
    after: int = 0
    notice: timedelta = timedelta()
    horizon: timedelta = timedelta(days=60)
    per_day: int | None = None
    per_week: int | None = None


@dataclass(frozen=True)
class TakenTimes:
    """What is booked: the five-minute cells of every meeting, and the starts of this kind.

    `busy` is what other calendars hold: in order, no two touching (`hours.joined`).
    """

    cells: frozenset[datetime] = frozenset()
    starts: tuple[datetime, ...] = ()
    busy: tuple[Window, ...] = ()

    def busy_between(self, start: datetime, end: datetime) -> bool:
        last = bisect_left(self.busy, end, key=lambda window: window.start) - 1
        return last >= 0 and self.busy[last].meets(start, end)


class Closed(StrEnum):
    """Why a time cannot be booked; the last six are about the person, not the calendar."""

    PAST = "past"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    OUTSIDE = "outside"
    NOWHERE = "nowhere"
    TAKEN = "taken"
    FULL = "full"
    TOO_MANY = "too_many"
    UNPROVEN = "unproven"
    CROWDED = "crowded"
    TIME_REQUESTED = "time_requested"
    TIME_REQUESTS_CROWDED = "time_requests_crowded"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class Refusal:
    """A booking that was not made: why, and the open times nearest to the one asked for."""

    why: Closed
    nearest: tuple[datetime, ...] = ()


def slots(
    rules: Rules,
    taken: TakenTimes,
    *,
    now: datetime,
    first: date | None = None,
    last: date | None = None,
) -> list[datetime]:
    """Every open start, in order; `first` and `last` are days in the author's zone."""
    opens, shuts = now + rules.notice, now + rules.horizon
    days = (first or rules.week.day_of(opens), last or rules.week.day_of(shuts))
    # A day more on both sides: a window may reach over midnight.
    around = (days[0] - timedelta(days=1), days[1] + timedelta(days=1))
    away, counts = rules.week.away, booked_counts(rules, taken)
    return [
        start
        for window in rules.week.windows(*around)
        for start in starts(window, rules)
        if opens <= start <= shuts
        and days[0] <= rules.week.day_of(start) <= days[1]
        and standing_in_the_way(start, rules, taken, away, counts) is None
    ]


def starts(window: Window, rules: Rules) -> list[datetime]:
    """The starts a window offers, a step apart, the meeting ending before the window does."""
    step, length = timedelta(minutes=rules.every), timedelta(minutes=rules.minutes)
    # Negative where the window is shorter than the meeting: then there is none.
    count = (window.end - window.start - length) // step
    return [window.start + step * number for number in range(count + 1)]


def why_closed(start: datetime, rules: Rules, taken: TakenTimes, *, now: datetime) -> Closed | None:
    """Why nobody can book `start`; None when it is open. Agrees with `slots`."""
    if start < now:
        return Closed.PAST
    if start < now + rules.notice:
        return Closed.TOO_SOON
    if start > now + rules.horizon:
        return Closed.TOO_FAR
    day = rules.week.day_of(start)
    # As in `slots`: a window of the day before may reach over midnight into this one.
    near = rules.week.windows(day - timedelta(days=1), day + timedelta(days=1))
    if not any(start in starts(window, rules) for window in near):
        return Closed.OUTSIDE
    counts = booked_counts(rules, taken)
    return standing_in_the_way(start, rules, taken, rules.week.away, counts)


def why_not_free(
    start: datetime, rules: Rules, taken: TakenTimes, *, now: datetime
) -> Closed | None:
    """Why even the author cannot put a meeting there: over, or another one has the time."""
    if start < now:
        return Closed.PAST
    return None if taken.cells.isdisjoint(cells(start, rules)) else Closed.TAKEN


def standing_in_the_way(
    start: datetime,
    rules: Rules,
    taken: TakenTimes,
    away: Sequence[Window],
    counts: Counter[date | tuple[int, int]],
) -> Closed | None:
    """Time off, another booking, or a limit; None when nothing does."""
    if any(off.meets(start, start + timedelta(minutes=rules.minutes)) for off in away):
        return Closed.OUTSIDE
    needed = cells(start, rules)
    if not taken.cells.isdisjoint(needed) or taken.busy_between(needed[0], needed[-1] + CELL):
        return Closed.TAKEN
    return Closed.FULL if is_full(rules.week.day_of(start), rules, counts) else None


def cells(start: datetime, rules: Rules) -> list[datetime]:
    """Every five minutes a meeting and its buffers take."""
    return span_cells(
        start - timedelta(minutes=rules.before),
        start + timedelta(minutes=rules.minutes + rules.after),
    )


def span_cells(start: datetime, end: datetime) -> list[datetime]:
    """The five-minute cells from `start` (on a cell's edge) to `end`."""
    # Rounded up: a meeting that ends inside a cell has it.
    return [start + CELL * step for step in range(-((start - end) // CELL))]


def booked_counts(rules: Rules, taken: TakenTimes) -> Counter[date | tuple[int, int]]:
    """How many of this kind are booked on each local day and in each local week (`week_of`)."""
    days = [rules.week.day_of(start) for start in taken.starts]
    return Counter([*days, *map(week_of, days)])


def is_full(day: date, rules: Rules, counts: Counter[date | tuple[int, int]]) -> bool:
    """Whether a limit a day or a week is reached."""
    by_day = rules.per_day is not None and counts[day] >= rules.per_day
    return by_day or (rules.per_week is not None and counts[week_of(day)] >= rules.per_week)


def week_of(day: date) -> tuple[int, int]:
    """Year and week by ISO 8601: a week begins on Monday."""
    return day.isocalendar()[:2]


def nearest(open_times: Iterable[datetime], moment: datetime, count: int = 6) -> list[datetime]:
    """The open times closest to a wanted one, in order."""
    closest = sorted(open_times, key=lambda start: (abs(start - moment), start))
    return sorted(closest[:count])


def by_day(open_times: Iterable[datetime], zone: ZoneInfo) -> dict[date, list[datetime]]:
    """Open times under the visitor's own days, in order; each as a time in the visitor's zone."""
    grouped: dict[date, list[datetime]] = {}
    for start in sorted(open_times):
        local = start.astimezone(zone)
        grouped.setdefault(local.date(), []).append(local)
    return grouped


def read_start(text: str) -> datetime | None:
    """The instant a form names (ISO 8601 with an offset), on a five-minute step; else None."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return None
    # Without an offset nobody knows the instant; near the ends of the calendar a zone's shift
    # overflows.
    if start.tzinfo is None or not 2000 < start.year < 9000:
        return None
    start = start.astimezone(UTC)
    return start if start.timestamp() % CELL.total_seconds() == 0 else None
