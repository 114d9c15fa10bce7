"""The minute tick: reminders of bookings."""

from celery import shared_task

from consultations import actions
from pulse.actions import tick
from pulse.clock import now


@shared_task
def remind_due() -> int:
    """Queue what is due; safe twice, late, in two workers."""
    with tick("consultations.remind_due") as run:
        moment = now()
        run.count = actions.remind_due(now=moment) + actions.release_letters(now=moment)
        return run.count
