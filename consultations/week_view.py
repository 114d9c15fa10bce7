"""One week of half hours, open, booked, busy elsewhere, away: as a table, and day by day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from consultations.hours import OpenHours, Window, instant, joined
from consultations.month_view import monday_of
from consultations.wording import time_text

STEP = 30
USUAL = (9 * 60, 17 * 60)
AHEAD = timedelta(weeks=8)
SHOWN = ("open", "busy", "away")


@dataclass(frozen=True)
class WeekBooking:
    """A booking as the week shows it."""

    pk: int
    who: str
    start: datetime
    end: datetime
    state: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class HalfHour:
    """Half an hour of one day, open, away, busy, closed or past; a booking stands above it."""

    start: str
    since: str
    until: str
    state: str
    bookings: tuple[WeekBooking, ...] = ()
    begins: bool = False

    @property
    def kind(self) -> str:
        """What it is in a list: beside a booking, nothing more."""
        return "booked" if self.bookings else self.state


WeekRow = tuple[str, tuple[HalfHour, ...]]


@dataclass(frozen=True)
class Stretch:
    """Part of a day: a booking, or half hours of one state; `add` is where to book by hand."""

    since: str
    until: str
    state: str
    booking: WeekBooking | None = None
    add: str = ""


def opening(week: OpenHours, *, bookings: Iterable[Window], now: datetime) -> date:
    """The Monday of the week to open on: the first from now on that still has an open hour or a
    booking. It is the present one until its last open hour and its last booking are over.
    """
    closed = joined(week.away)
    today = week.day_of(now)
    windows = week.windows(today - timedelta(days=1), today + AHEAD)
    left = [Window(max(window.start, now), window.end) for window in windows if window.end > now]
    free = [span.start for span in left if not any(covers(away, span) for away in closed)]
    booked = [max(booking.start, now) for booking in bookings if booking.end > now]
    return monday_of(week.day_of(min(free + booked, default=now)))


def covers(away: Window, open_hours: Window) -> bool:
    return away.start <= open_hours.start and open_hours.end <= away.end


def rows(
    week: OpenHours,
    monday: date,
    *,
    bookings: Sequence[WeekBooking],
    busy: Sequence[Window],
    now: datetime,
) -> list[WeekRow]:
    """Every half hour from the first to the last that anything happens in: its clock time, and how
    it is on each of the seven days.
    """
    days = [monday + timedelta(days=count) for count in range(7)]
    spans = [span for day in days for span in week.spans(day)]
    begins = [minutes(week, booked.start) for booked in bookings]
    ends = [minutes(week, booked.end - timedelta(minutes=1)) + 1 for booked in bookings]
    first = min([USUAL[0], *(span.start for span in spans), *begins]) // STEP * STEP
    last = max([USUAL[1], *(span.end for span in spans), *ends])
    windows = week.windows(days[0], days[-1])
    return [
        (
            clock(at),
            tuple(slot(week, day, at, windows, bookings, busy, now) for day in days),
        )
        for at in range(first, last, STEP)
    ]


def clock(at: int) -> str:
    """Minutes past midnight as a clock shows them."""
    return time_text(datetime(2000, 1, 1) + timedelta(minutes=at))  # noqa: DTZ001 - a clock's face


def minutes(week: OpenHours, moment: datetime) -> int:
    local = moment.astimezone(week.zone)
    return local.hour * 60 + local.minute


def slot(
    week: OpenHours,
    day: date,
    at: int,
    windows: Sequence[Window],
    bookings: Sequence[WeekBooking],
    busy: Sequence[Window],
    now: datetime,
) -> HalfHour:
    start, end = instant(week.zone, day, at), instant(week.zone, day, at + STEP)
    here = tuple(booked for booked in bookings if booked.start < end and start < booked.end)
    if start < now:
        state = "past"
    elif any(away.meets(start, end) for away in week.away):
        state = "away"
    elif any(taken.meets(start, end) for taken in busy):
        state = "busy"
    else:
        state = "open" if any(window.meets(start, end) for window in windows) else "closed"
    name = f"{day:%Y-%m-%d}T{at // 60:02}:{at % 60:02}"
    return HalfHour(
        name,
        clock(at),
        clock(at + STEP),
        state,
        here,
        any(start <= booked.start for booked in here),
    )


def by_day(table: Sequence[WeekRow], monday: date) -> list[tuple[date, list[Stretch]]]:
    """The same week as a list: each day's bookings, and its open, busy and free stretches."""
    return [
        (monday + timedelta(days=count), list(stretches([slots[count] for _label, slots in table])))
        for count in range(7)
    ]


def stretches(slots: Sequence[HalfHour]) -> Iterator[Stretch]:
    """A day's half hours in order, those alike joined; what is closed or past is left out."""
    shown: set[int] = set()
    for (bookings, state), alike in groupby(slots, key=lambda slot: (slot.bookings, slot.kind)):
        run = list(alike)
        for booking in bookings:
            if booking.pk not in shown:
                yield Stretch(booking.since, booking.until, booking.state, booking)
        shown |= {booking.pk for booking in bookings}
        if state in SHOWN:
            add = run[0].start if state == "open" else ""
            yield Stretch(run[0].since, run[-1].until, state, add=add)
