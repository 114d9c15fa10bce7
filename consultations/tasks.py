"""The minute ticks: reminders of bookings, and the author's other calendars."""

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


@shared_task
def refresh_feeds() -> int:
    """Look at the calendars that are due."""
    with tick("consultations.refresh_feeds") as run:
        run.count = actions.refresh_feeds(now=now())
        return run.count
