"""Wall-clock hours in one zone, and the instants they stand for on a given day. Pure.

A time that the clocks skip is the instant they jump; one they repeat is its first pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 60
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Span:
    """Part of one local day, in minutes from its midnight; `end` may be 1440."""

    start: int
    end: int

    @classmethod
    def between(cls, start: time, end: time) -> Span:
        """From two clock times; an end of 00:00 is the midnight that ends the day."""
        until = end.hour * 60 + end.minute
        return cls(start.hour * 60 + start.minute, until or DAY)

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Window:
    """A stretch of time between two UTC instants."""

    start: datetime
    end: datetime

    def meets(self, start: datetime, end: datetime) -> bool:
        return self.start < end and start < self.end


@dataclass(frozen=True)
class OpenHours:
    """The author's hours: by weekday (Monday 0), by date instead, and time off."""

    zone: ZoneInfo
    weekly: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    dates: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    away: tuple[Window, ...] = ()

    def spans(self, day: date) -> tuple[Span, ...]:
        return self.dates.get(day, self.weekly.get(day.weekday(), ()))

    def windows(self, first: date, last: date) -> list[Window]:
        """Open stretches of the local days from `first` to `last`, those that touch joined."""
        spans = [
            Window(instant(self.zone, day, span.start), instant(self.zone, day, span.end))
            for day in days(first, last)
            for span in self.spans(day)
        ]
        return joined(window for window in spans if window.start < window.end)

    def windows_of_days(self, first: date, after: date) -> Window:
        """From the midnight that begins one local day to the one that begins another."""
        return Window(instant(self.zone, first, 0), instant(self.zone, after, 0))

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def time_off(
    zone: ZoneInfo, first: date, last: date, start: time | None = None, end: time | None = None
) -> Window:
    """From one local day to another, both included; times narrow the first and the last."""
    begins = Span.between(start or time(), time()).start
    ends = Span.between(time(), end or time()).end
    return Window(instant(zone, first, begins), instant(zone, last, ends))


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


def joined(windows: Iterable[Window]) -> list[Window]:
    """The same time as few windows as possible, in order."""
    out: list[Window] = []
    for window in sorted(windows, key=lambda window: (window.start, window.end)):
        if out and window.start <= out[-1].end:
            out[-1] = Window(out[-1].start, max(out[-1].end, window.end))
        else:
            out.append(window)
    return out


def instant(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """The UTC instant at which a clock in `zone` shows `minutes` past midnight of `day`."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    # An hour that does not exist comes back as another one (PEP 495): by this it is told.
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    return jump(zone, wall)


def jump(zone: ZoneInfo, wall: datetime) -> datetime:
    """The instant at which the clocks skip over a wall time that does not exist (PEP 495)."""
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    before = early.astimezone(zone).utcoffset()
    while early.astimezone(zone).utcoffset() == before:
        early += MINUTE
    return early
