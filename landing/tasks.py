"""The ticks that draw pictures for landing pages and for sharing, and receive what forms sent. Rows
wait; these only wake a worker.
"""

from __future__ import annotations

from time import monotonic

from celery import shared_task

from guides import actions as guides
from health.actions import tick
from health.clock import now
from health.wake import wake
from landing import actions

# No picture is begun after these. With the longest guide they end before the worker's time limit
# (project.processes).
PASS_SECONDS = 45


@shared_task(name="landing.tasks.draw_due")
def draw_due() -> int:
    """Draw what is shown and not drawn yet. Safe twice, late and in any number of workers.

    Readers' guides are made by the same worker and come first: once one is waited for, it ends
    with the picture it is at, and the next wake goes on.
    """
    started = monotonic()

    def enough() -> bool:
        return monotonic() - started > PASS_SECONDS or guides.is_waited_for(now=now())

    with tick("landing.draw_due") as run:
        run.count = actions.draw_cards(enough=enough)
        if not (run.count and enough()):
            run.count += actions.draw_due(now=now(), enough=enough)
    return run.count


def nudge() -> None:
    """Wake a worker now instead of at the next tick; a lost nudge costs a minute."""
    wake(draw_due)


@shared_task(name="landing.tasks.receive_due")
def receive_due() -> int:
    """Look up what was sent by forms. Safe twice, late and in any number of workers."""
    with tick("landing.receive_due") as run:
        run.count = actions.receive_due(now=now())
    return run.count


def nudge_forms() -> None:
    """The same for what a form just sent."""
    wake(receive_due)
