"""Beats, records of ticks, counters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from pulse.clock import real_now
from pulse.models import Counter, Heartbeat, Tick

FORGET_AFTER = timedelta(days=1)


@dataclass
class Run:
    """What one pass of a tick handled."""

    count: int = 0


def beat(*, worker: str, kind: str) -> None:
    """Say that `worker` is alive."""
    moment = real_now()
    Heartbeat.objects.update_or_create(
        worker=worker,
        defaults={"beat_at": moment, "kind": kind},
        create_defaults={"beat_at": moment, "kind": kind, "started_at": moment},
    )
    Heartbeat.objects.filter(beat_at__lt=moment - FORGET_AFTER).delete()


def rest(*, worker: str) -> None:
    """Say that `worker` stops, so that its claims are free at once."""
    Heartbeat.objects.filter(worker=worker).delete()


@contextmanager
def tick(name: str) -> Iterator[Run]:
    """Record one pass of a tick: its start, its end, how much it handled or its error's kind."""
    run = Run()
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
        if not created:
            Counter.objects.filter(pk=counter.pk).update(count=F("count") + 1)
