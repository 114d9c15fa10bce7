"""When to remind of a meeting: so many hours ahead, never late, never just after booking; and how
long an hour is held for somebody who has yet to prove it. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HELD_FOR = timedelta(days=1)


def lapse(starts_at: datetime, *, now: datetime) -> datetime:
    """Until when an unproven hour is held: a day, but at most half of what is left to its start,
    so that somebody else may still have it.
    """
    return now + min(HELD_FOR, (starts_at - now) / 2)


@dataclass(frozen=True)
class Reminder:
    """One reminder: due from `at`, of no use after `until`."""

    hours: int
    at: datetime
    until: datetime


def reminders(starts_at: datetime, hours: Sequence[int]) -> list[Reminder]:
    """All of them, the earliest first. Each is of use for the first half of its lead."""
    return [
        Reminder(lead, starts_at - timedelta(hours=lead), starts_at - timedelta(hours=lead) / 2)
        for lead in sorted(set(hours), reverse=True)
    ]


def first_reminder(starts_at: datetime, hours: Sequence[int], *, now: datetime) -> datetime | None:
    """When the next reminder falls due; one whose time has come by now is not sent any more."""
    return next((each.at for each in reminders(starts_at, hours) if each.at > now), None)


def due_reminder(starts_at: datetime, hours: Sequence[int], *, now: datetime) -> Reminder | None:
    """The reminder whose time it is now, the shortest lead if several are; else None."""
    of_use = [each for each in reminders(starts_at, hours) if each.at <= now <= each.until]
    return of_use[-1] if of_use else None
