"""By the hour: what is no longer needed is forgotten, as the privacy page says. By the minute: is
everything well, and does the author want to hear of it?
"""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

import assessments.actions
import consultations.actions
import contacts.actions
from desk.actions import checks, drafts, notices, versions
from desk.findings import Moment
from pulse.actions import tick
from pulse.budgets import forget_spent
from pulse.clock import now, real_now

UNSAVED = timedelta(days=90)


@shared_task
def tidy() -> None:
    """Forget unfinished answers, unconfirmed people and networks after their time; of the author's
    own writing, unsaved words nobody came back to and what was kept beyond the newest.
    """
    with tick("desk.tidy") as run:
        moment = now()
        unfinished = moment - timedelta(days=settings.KEEP_UNFINISHED_DAYS)
        unconfirmed = moment - timedelta(days=settings.KEEP_UNCONFIRMED_DAYS)
        run.count = assessments.actions.forget_unfinished(before=unfinished)
        run.count += contacts.actions.forget_unconfirmed(before=unconfirmed)
        run.count += consultations.actions.forget_places(now=moment)
        run.count += forget_spent(now=real_now())
        run.count += drafts.forget_old(before=moment - UNSAVED)
        run.count += versions.forget_old(now=moment)


@shared_task
def look_round() -> None:
    """Look at what has rested long enough; tell the author what is newly broken."""
    with tick("desk.look_round") as run:
        moment = Moment(now(), real_now())
        run.count = len(checks.look_round(checks.EVERYTHING, moment))
        notices.tell_trouble(moment)


@shared_task
def write_weekly() -> None:
    """The Monday letter, when it is time."""
    with tick("desk.weekly") as run:
        run.count = notices.write_weekly(Moment(now(), real_now())) is not None
