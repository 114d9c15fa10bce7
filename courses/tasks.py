"""The tick of the courses: follow what was sent, then look at whoever is due."""

from celery import shared_task

from courses import actions
from health.actions import tick
from health.clock import now

BATCH = 500
ROUNDS = 20


@shared_task(name="courses.tasks.queue_due")
def queue_due() -> int:
    """One pass, in batches until nothing is left or it is the next pass's turn."""
    with tick("courses.queue_due") as run:
        run.count += actions.remind(now=now())
        run.count += actions.welcome_back(now=now())
        for _round in range(ROUNDS):
            handled = actions.settle(now=now(), limit=BATCH)
            handled += actions.queue_due(now=now(), limit=BATCH)
            run.count += handled
            if handled < BATCH:
                break
    return run.count
