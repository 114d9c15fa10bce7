"""When a lesson may go: send days, hour and window in the reader's zone, and the days between.

Pure. A day that does not exist in a zone (the date line) is passed over; an hour that does not
exist (clocks going forward) opens with the first one that does; an hour that comes twice opens
the first time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from practice.zones import known_zones

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD_DAYS = 400
"""How far a slot is looked for; a timetable with none in that time never opens."""


class NeverOpens(Exception):
    """The timetable has no day in the next 400 on which it would open."""


@dataclass(frozen=True)
class Timetable:
    """Send days (keys of WEEKDAYS), the hour it opens, for how many hours, and days off."""

    days: frozenset[str]
    hour: int
    hours: int
    holidays: frozenset[date] = frozenset()

    def opens_on(self, day: date) -> bool:
        return WEEKDAYS[day.weekday()] in self.days and day not in self.holidays


@dataclass(frozen=True)
class Opening:
    """One opening: its local day, and when it opens and closes (UTC, closing excluded)."""

    day: date
    opens_at: datetime
    closes_at: datetime

    def holds(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at


# Asked for every due lesson of a tick and every day of a rehearsed year (`bin/bench due`).
@lru_cache(maxsize=4096)
def zone(*names: str) -> ZoneInfo:
    """The first of these names that is a time zone (reader's, then course's), else UTC."""
    return ZoneInfo(next((name for name in names if name in known_zones()), "UTC"))


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def day_end(day: date, *, zone: ZoneInfo) -> datetime:
    """The midnight that ends a local day (UTC)."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


# As `zone`: a day's opening is the same for all readers of one zone.
@lru_cache(maxsize=65536)
def slot_on(day: date, *, timetable: Timetable, zone: ZoneInfo) -> Opening | None:
    """The opening on a local day, or None where there is none. It never runs over midnight."""
    if not timetable.opens_on(day):
        return None
    # An hour that comes twice is its first pass (PEP 495, fold 0).
    opens_at = datetime.combine(day, time(timetable.hour), zone).astimezone(UTC)
    closes_at = min(opens_at + timedelta(hours=timetable.hours), day_end(day, zone=zone))
    # A day that the clocks skip (PEP 495; Samoa crossed the date line in 2011) has no opening.
    if local_day(opens_at, zone) != day or closes_at <= opens_at:
        return None
    return Opening(day, opens_at, closes_at)


def earliest_day(previous: datetime, *, delay_days: int, zone: ZoneInfo) -> date:
    """The first local day on which a lesson may come: so many days after the previous settled."""
    return local_day(previous, zone) + timedelta(days=delay_days)


def next_slot(
    *,
    timetable: Timetable,
    zone: ZoneInfo,
    earliest: date,
    now: datetime,
    taken: Collection[date] = (),
) -> Opening:
    """The first opening not yet over, on or after `earliest`, on a day not taken.

    Raises NeverOpens where the next 400 days have none.
    """
    first = max(earliest, local_day(now, zone))
    for ahead in range(LOOK_AHEAD_DAYS):
        day = first + timedelta(days=ahead)
        slot = slot_on(day, timetable=timetable, zone=zone)
        if slot and slot.closes_at > now and day not in taken:
            return slot
    raise NeverOpens


def open_slot(*, timetable: Timetable, zone: ZoneInfo, now: datetime) -> Opening | None:
    """The window `now` lies in, if any."""
    slot = slot_on(local_day(now, zone), timetable=timetable, zone=zone)
    return slot if slot and slot.holds(now) else None


def never_opens(timetable: Timetable, *, now: datetime) -> bool:
    """Whether a lesson on this timetable could never go: to be refused when it is saved."""
    try:
        next_slot(timetable=timetable, zone=ZoneInfo("UTC"), earliest=now.date(), now=now)
    except NeverOpens:
        return True
    return False
