"""When each reader of a one-off letter gets it: as the author chose, on a day that has room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from contacts.models import Contact
from mail.actions.warm_up import cap_of, locked_cap, warm_up
from mail.daily_cap import DAYS, DailyCap
from mail.models import Broadcast
from mail.send_window import HOURS, MOST_DAYS_LATE, window, zone_of
from practice.models import Practice

Timing = Broadcast.Timing


@dataclass
class Openings:
    """The moments of one letter, given out reader by reader."""

    broadcast: Broadcast
    home: ZoneInfo
    cap: DailyCap
    now: datetime
    was_full: bool = False  # a day had no room for somebody
    _used: set[date] = field(default_factory=set)

    @classmethod
    def foreseen(cls, broadcast: Broadcast, *, now: datetime) -> Self:
        """As they would be if it were let go now."""
        home = zone_of(Practice.objects.the().zone)
        return cls(broadcast, home, cap_of(warm_up(now=now), zone=home), now)

    @classmethod
    def taken(cls, broadcast: Broadcast, *, now: datetime) -> Self:
        """As they are, inside the transaction that queues the letters."""
        home = zone_of(Practice.objects.the().zone)
        return cls(broadcast, home, locked_cap(zone=home, now=now), now)

    @property
    def days(self) -> int:
        return len(self._used)

    def of(self, contact: Contact) -> tuple[datetime, datetime] | None:
        """(opens, closes) for one reader; None: the letter's day is more than a week over."""
        return next(iter(self._given(contact.zone, 1)), None)

    def of_zones(self, readers: Mapping[str, int]) -> list[datetime]:
        """The moments that open for so many readers of each time zone, each moment once. The zones
        take their turns from east to west, so that the last moment is that of the last reader.
        """
        times = {zone: found for zone in readers if (found := self._times(zone, 0))}
        return [
            opens
            for zone in sorted(times, key=times.__getitem__)
            for opens, _closes in self._given(zone, readers[zone])
        ]

    def _given(self, zone: str, readers: int) -> list[tuple[datetime, datetime]]:
        """(opens, closes) on each day that takes some of so many readers of a time zone."""
        given: list[tuple[datetime, datetime]] = []
        if self._times(zone, 0) is None:
            return given
        # A day that has no room is one that raised the number of the next, so this ends.
        for late in range(DAYS + MOST_DAYS_LATE + 1):
            times = self._times(zone, late)
            # A day of the cap is one of the author's, wherever its reader's morning lies.
            day = times[0].astimezone(self.home).date() if times else None
            taken = self.cap.take(day, readers) if day else 0
            if times and day and taken:
                self._used.add(day)
                given.append(times)
                readers -= taken
            if not readers:
                break
            self.was_full = True
        return given

    def _times(self, zone: str, late: int) -> tuple[datetime, datetime] | None:
        letter = self.broadcast
        day, hour = letter.send_on, letter.hour
        if letter.timing == Timing.NOW and not letter.is_frozen:
            if not late:
                return self.now, self.now + timedelta(hours=HOURS)
            local = self.now.astimezone(self.home)
            day, hour = local.date(), local.hour
        where = self.home
        if letter.timing == Timing.MORNING:
            where = zone_of(zone, self.home.key)
        return window(day + timedelta(days=late), hour=hour, zone=where, now=self.now)
