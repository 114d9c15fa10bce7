"""The tick that receives requests and makes guides. Rows wait; this only wakes the worker."""

from __future__ import annotations

from celery import shared_task

from guides import actions
from health import heartbeat
from health.actions import tick
from health.clock import now
from health.wake import wake


@shared_task(name="guides.tasks.build_due")
def build_due() -> int:
    """Make what is wanted. Safe twice, late and in any number of workers."""
    with tick("guides.build_due") as run:
        run.count = actions.build_due(worker=heartbeat.name("guides"), clock=now)
    return run.count


def nudge() -> None:
    """Wake a worker now instead of at the next tick; a lost nudge costs seconds."""
    wake(build_due)
