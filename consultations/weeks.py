"""One week as a table of half hours: open, booked, busy elsewhere, away. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consultations.hours import Week, Window, instant

STEP = 30
USUAL = (9 * 60, 17 * 60)


@dataclass(frozen=True)
class Booked:
    """A booking as the table shows it."""

    pk: int
    who: str
    start: datetime
    end: datetime
    state: str


@dataclass(frozen=True)
class Slot:
    """Half an hour of one day, open, away, busy, closed or past; a booking stands above it."""

    start: str
    state: str
    bookings: tuple[Booked, ...] = ()
    begins: bool = False


@dataclass(frozen=True)
class Row:
    """One half hour of all seven days; `label` is the clock time."""

    label: str
    slots: tuple[Slot, ...]


def rows(
    week: Week,
    monday: date,
    *,
    bookings: Sequence[Booked],
    busy: Sequence[Window],
    now: datetime,
) -> list[Row]:
    """Every half hour from the first to the last that anything happens in."""
    days = [monday + timedelta(days=count) for count in range(7)]
    spans = [span for day in days for span in week.spans(day)]
    begins = [minutes(week, booked.start) for booked in bookings]
    ends = [minutes(week, booked.end - timedelta(minutes=1)) + 1 for booked in bookings]
    first = min([USUAL[0], *(span.start for span in spans), *begins]) // STEP * STEP
    last = max([USUAL[1], *(span.end for span in spans), *ends])
    windows = week.windows(days[0], days[-1])
    closed = week.closed()
    return [
        Row(
            f"{at // 60:02}:{at % 60:02}",
            tuple(slot(week, day, at, windows, closed, bookings, busy, now) for day in days),
        )
        for at in range(first, last, STEP)
    ]


def minutes(week: Week, moment: datetime) -> int:
    local = moment.astimezone(week.zone)
    return local.hour * 60 + local.minute


def slot(
    week: Week,
    day: date,
    at: int,
    windows: Sequence[Window],
    closed: Sequence[Window],
    bookings: Sequence[Booked],
    busy: Sequence[Window],
    now: datetime,
) -> Slot:
    start, end = instant(week.zone, day, at), instant(week.zone, day, at + STEP)
    here = tuple(booked for booked in bookings if booked.start < end and start < booked.end)
    if start < now:
        state = "past"
    elif any(away.meets(start, end) for away in closed):
        state = "away"
    elif any(taken.meets(start, end) for taken in busy):
        state = "busy"
    else:
        state = "open" if any(window.meets(start, end) for window in windows) else "closed"
    name = f"{day:%Y-%m-%d}T{at // 60:02}:{at % 60:02}"
    return Slot(name, state, here, any(start <= booked.start for booked in here))
