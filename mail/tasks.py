"""The tick that sends."""

import logging

from celery import shared_task

from health.actions import tick
from health.clock import now
from mail import actions

log = logging.getLogger(__name__)


@shared_task(name="mail.tasks.send_due", ignore_result=True)
def send_due() -> None:
    """Send what is due. Safe twice, late and in any number of workers."""
    actions.watch(now=now())  # before the tick is noted: it looks at when the last one was
    with tick("mail.send_due") as run:
        actions.queue_broadcasts(now=now())
        run.count = actions.send_due(now=now())
    if run.count:
        log.info("mails handled: %s", run.count)
