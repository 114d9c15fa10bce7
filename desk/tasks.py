"""Housekeeping by the hour: what is no longer needed is forgotten, as the privacy page says."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

import assessments.actions
import contacts.actions
from desk.actions import drafts
from pulse.actions import tick
from pulse.clock import now, real_now

UNSAVED_WORDS = timedelta(days=60)


@shared_task
def tidy() -> None:
    """Forget unfinished answers, unconfirmed people and unsaved words after their days."""
    with tick("desk.tidy") as run:
        moment = now()
        unfinished = moment - timedelta(days=settings.KEEP_UNFINISHED_DAYS)
        unconfirmed = moment - timedelta(days=settings.KEEP_UNCONFIRMED_DAYS)
        run.count = assessments.actions.forget_unfinished(before=unfinished)
        run.count += contacts.actions.forget_unconfirmed(before=unconfirmed)
        run.count += drafts.forget_old(before=real_now() - UNSAVED_WORDS)
