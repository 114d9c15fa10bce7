"""The minute ticks: reminders of bookings, and the author's other calendars."""

import logging
import threading

from celery import shared_task
from django.db import connection

from consultations import actions
from health.actions import tick
from health.clock import now

log = logging.getLogger(__name__)
reading = threading.Lock()  # one pass at a time in a process


@shared_task
def remind_due() -> int:
    """Queue what is due; safe twice, late, in two workers."""
    with tick("consultations.remind_due") as run:
        moment = now()
        run.count = actions.lapse_due(now=moment) + actions.remind_due(now=moment)
        return run.count


@shared_task
def refresh_feeds() -> None:
    """Look at the calendars that are due, beside the mail: no letter waits for a slow server."""
    if reading.acquire(blocking=False):
        threading.Thread(target=read_feeds, name="feeds", daemon=True).start()


def read_feeds() -> None:
    """One pass, in a thread that mostly waits: for a server, then for the child that reads."""
    try:
        with tick("consultations.refresh_feeds") as run:
            run.count = actions.refresh_feeds(now=now())
    except Exception:
        log.exception("the calendars were not looked at")
    finally:
        connection.close()
        reading.release()
