"""Beats, records of ticks, counters."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from health.clock import real_now
from health.liveness import Watch
from health.models import WATCHED, Counter, Heartbeat, Hold, Tick

NOTED_FOR = timedelta(minutes=10)
A_DAY = timedelta(days=1)
STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_ran: dict[str, float] = {}  # tick -> this process's steady clock when it last began


@dataclass
class TickRun:
    """What one pass of a tick handled."""

    count: int = 0


def beat(*, worker: str, kind: str) -> None:
    """Raise the counter that says `worker` is alive."""
    moment = real_now()
    if not Heartbeat.objects.filter(worker=worker).update(count=F("count") + 1, beat_at=moment):
        started = {"kind": kind, "started_at": moment, "beat_at": moment}
        Heartbeat.objects.get_or_create(worker=worker, defaults=started)


def rest(*, worker: str) -> None:
    """Say that `worker` stops, so that its claims are free at once."""
    Heartbeat.objects.filter(worker=worker).delete()


def look(watch: Watch, *, at: float) -> int:
    """See whose counter stands still, and free their names; how many. `at`: monotonic seconds."""
    counts = dict(Heartbeat.objects.values_list("worker", "count"))
    return sum(_bury(name, counts[name]) for name in watch.look(counts, at))


def look_once(*, now: datetime) -> int:
    """The same for a process that lives a moment only, as `manage.py tick`: what it sees stays in
    the row, and a name is free once a later run sees the same after ten minutes of real time.
    """
    freed = 0
    for row in Heartbeat.objects.all():
        is_new = row.seen_at is None or row.seen_at > now  # noted anew when the clock stepped back
        if is_new or row.seen_count != row.count:
            Heartbeat.objects.filter(pk=row.pk).update(seen_count=row.count, seen_at=now)
        elif row.seen_at and now - row.seen_at >= NOTED_FOR:
            freed += _bury(row.worker, row.count)
    return freed


def _bury(worker: str, count: int) -> int:
    """Unless it beats just now: then the counter is another."""
    # The counter stands in the condition: one that was raised since it was read keeps its row.
    return Heartbeat.objects.filter(worker=worker, count=count).delete()[0]


@contextmanager
def tick(name: str) -> Iterator[TickRun]:
    """Record one pass of a tick: its start, its end, how much it handled or its error's kind."""
    run = TickRun()
    Tick.objects.update_or_create(name=name, defaults={"started_at": real_now()})
    try:
        yield run
    except Exception as error:
        Tick.objects.filter(name=name).update(error=type(error).__name__, finished_at=real_now())
        raise
    Tick.objects.filter(name=name).update(finished_at=real_now(), count=run.count, error="")


def count(name: str, *, now: datetime) -> None:
    """Add one to a daily counter."""
    day = now.date()
    if not Counter.objects.filter(name=name, day=day).update(count=F("count") + 1):
        counter, created = Counter.objects.get_or_create(name=name, day=day, defaults={"count": 1})
        # Two processes begin the day at once: the second adds to the row of the first.
        if not created:
            Counter.objects.filter(pk=counter.pk).update(count=F("count") + 1)


def standing_hold() -> Hold | None:
    """The hold of the whole installation, while there is one."""
    return Hold.objects.standing().select_related("by").first()


@transaction.atomic
def hold(
    *, reason: str, now: datetime, since: datetime | None = None, by: User | None = None
) -> Hold:
    """Let no mail leave until `release`. One that stands already is left as it is."""
    standing = Hold.objects.standing().first()
    if standing is not None:
        return standing
    fields = {"reason": reason, "since": since or now, "held_at": now, "by": by}
    # One row for the whole installation: two that hold at once make one hold.
    return Hold.objects.update_or_create(
        pk=1, defaults={**fields, "is_blind": False, "released_at": None}
    )[0]


def release(*, now: datetime) -> bool:
    """Let mail leave again; False when nothing was held."""
    return bool(Hold.objects.standing().update(released_at=now))


def silent_since(name: str) -> datetime | None:
    """When the tick `name` last ran, if that is over a day ago; None otherwise.

    By the machine's clock, as the row in the database is all that outlives a standstill; but a
    process that itself ran the tick within a day of its own steady clock knows that the other one
    was moved, and says None. The steady clock is the one that goes on while a machine sleeps.
    """
    # CLOCK_MONOTONIC stands still while a laptop sleeps: with it a night's sleep would be no
    # silence.
    steady = time.clock_gettime(STEADY)
    mine, _ran[name] = _ran.get(name), steady
    if mine is not None and steady - mine < A_DAY.total_seconds():
        return None
    last = Tick.objects.filter(name=name).values_list("started_at", flat=True).first()
    released = Hold.objects.values_list("released_at", flat=True).first()
    since = max(filter(None, (last, released)), default=None)
    return since if last and since and real_now() - since > A_DAY else None


def has_run_since(moment: datetime, *, but: str) -> bool:
    """Whether every watched tick but `but` has ended well after a moment."""
    others = set(WATCHED) - {but}
    done = Tick.objects.filter(name__in=others, finished_at__gt=moment, error="")
    return done.count() == len(others)
