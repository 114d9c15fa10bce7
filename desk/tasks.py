"""By the hour: what is no longer needed is forgotten, as the privacy page says. By the minute: is
everything well, and does the author want to hear of it?
"""

from collections.abc import Callable
from datetime import timedelta

from celery import shared_task
from django.conf import settings

import assessments.actions
import consultations.actions
import guides.actions
import offers.actions
import publishing.actions as publishing
from contacts import erase
from desk.actions import checks, drafts, notices, sessions, unsent_forms
from desk.actions.findings import CheckMoment
from health.actions import tick
from health.budgets import forget_spent
from health.clock import now, real_now

ROUNDS = 25  # of tidying people away, an hour


@shared_task
def tidy() -> None:
    """Forget unfinished answers, people whom nothing keeps, those whom a backup brought back, files
    of no row, networks after their time, sources of nobody here; of the author's own writing,
    unsaved words nobody came back to and what was kept beyond the newest. Safe twice, late, in two
    workers.
    """
    with tick("desk.tidy") as run:
        moment = now()
        unfinished = moment - timedelta(days=settings.KEEP_UNFINISHED_DAYS)
        run.count = assessments.actions.forget_unfinished(before=unfinished)
        run.count += in_rounds(erase.forget_leaving)
        run.count += in_rounds(erase.erase_again)
        run.count += guides.actions.sweep(now=real_now())
        run.count += consultations.actions.forget_places(now=moment)
        run.count += forget_spent(now=real_now())
        run.count += sessions.forget_old(now=real_now())
        run.count += drafts.forget_old(before=moment - drafts.LONGEST_UNSAVED)
        run.count += unsent_forms.forget_old(before=real_now() - unsent_forms.LONGEST_KEPT)
        run.count += publishing.forget_old(now=moment)
        run.count += offers.actions.forget_old(now=moment)
    erase.clean_file()


def in_rounds(forget: Callable[..., int]) -> int:
    """A few people at a time, each time a transaction, until nobody is left or it is enough."""
    total = 0
    for _round in range(ROUNDS):
        total += (handled := forget(now=now()))
        if not handled:
            break
    return total


@shared_task
def look_round() -> None:
    """Look at what has rested long enough; tell the author what is newly broken."""
    with tick("desk.look_round") as run:
        moment = CheckMoment(now(), real_now())
        run.count = len(checks.look_round(checks.EVERYTHING, moment))
        notices.tell_trouble(moment)


@shared_task
def write_weekly() -> None:
    """The Monday letter, when it is time."""
    with tick("desk.weekly") as run:
        run.count = notices.write_weekly(CheckMoment(now(), real_now())) is not None
