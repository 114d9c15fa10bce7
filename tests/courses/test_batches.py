"""Many people at once: one bad row fails alone, a lost day is planned anew, queries stay few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses import actions
from courses.actions import enqueue
from courses.models import Enrollment, Progress
from mail.models import Message
from tests.courses.conftest import deliver, make_course, sent, tick

pytestmark = pytest.mark.slow

Join = Callable[..., Enrollment]


def queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        work()
    return len(asked)


def test_thirty_people_take_as_few_queries_as_three(joined: Join, moment: datetime) -> None:
    few = [joined(f"few{number}@example.org") for number in range(3)]
    due = few[0].due_at
    asked = queries(lambda: actions.queue_due(now=due))
    deliver(due)
    followed = queries(lambda: actions.settle(now=due))

    later = due + timedelta(days=7)
    for number in range(30):
        joined(f"many{number}@example.org", now=moment + timedelta(days=7))
    Enrollment.objects.filter(contact__email__startswith="few").delete()

    assert queries(lambda: actions.queue_due(now=later)) == asked
    deliver(later)
    assert queries(lambda: actions.settle(now=later)) == followed
    assert Progress.objects.filter(outcome="sent").count() == 30


def test_one_bad_row_does_not_keep_the_others_from_settling(joined: Join) -> None:
    places = [joined(f"p{number}@example.org") for number in range(4)]
    due = places[0].due_at
    actions.queue_due(now=due)
    deliver(due)
    bad = places[1]
    Enrollment.objects.filter(pk=bad.pk).update(facts=["no", "mapping"])

    handled = actions.settle(now=due)

    assert handled == 3
    left = Enrollment.objects.filter(message__isnull=False)
    assert [place.pk for place in left] == [bad.pk]
    assert len(sent(places[0].contact)) == 1


def test_day_that_another_scheduler_took_just_now_is_planned_anew(
    joined: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = joined()
    other = joined(into=make_course("another"))
    due = place.due_at
    gathered = enqueue.gathered

    def asked_too_early(places: list[Enrollment], *, now: datetime) -> Any:
        known = gathered(places, now=now)
        known.days.clear()
        return known

    Enrollment.objects.filter(pk=other.pk).update(due_at=due + timedelta(days=1))
    tick(due)
    actions.settle(now=due)
    Enrollment.objects.filter(pk=other.pk).update(due_at=due)
    monkeypatch.setattr("courses.actions.tick.gathered", asked_too_early)

    actions.queue_due(now=due)

    other.refresh_from_db()
    assert Message.objects.count() == 1
    assert (other.message, other.due_at) == (None, due + timedelta(days=1))


def test_letter_queued_and_forgotten_is_found_again(joined: Join) -> None:
    place = joined()
    due = place.due_at
    actions.queue_due(now=due)
    Enrollment.objects.filter(pk=place.pk).update(message=None)
    Progress.objects.all().delete()

    actions.queue_due(now=due)

    place.refresh_from_db()
    assert place.message == Message.objects.get()
    assert Progress.objects.count() == 1
