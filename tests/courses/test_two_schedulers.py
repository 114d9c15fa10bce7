"""Two schedulers at work on the same rows make no double."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection

from courses import actions
from courses.models import Enrollment, Progress
from mail.models import Message
from tests.courses.conftest import deliver, make_course

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@contextmanager
def _own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


def at_once(work: Callable[[], int]) -> list[int]:
    def once(_number: int) -> int:
        with _own_connection():
            return work()

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(once, range(4)))


def test_four_schedulers_queue_each_lesson_once(
    joined: Callable[..., Enrollment], moment: datetime
) -> None:
    places = [joined(f"p{number}@example.org") for number in range(12)]
    due = places[0].due_at

    handled = at_once(lambda: actions.queue_due(now=due))

    assert sum(handled) == 12
    assert Message.objects.count() == Progress.objects.count() == 12


def test_four_schedulers_settle_each_lesson_once(
    joined: Callable[..., Enrollment], moment: datetime
) -> None:
    places = [joined(f"p{number}@example.org") for number in range(12)]
    due = places[0].due_at
    actions.queue_due(now=due)
    deliver(due)

    handled = at_once(lambda: actions.settle(now=due))

    assert sum(handled) == 12
    assert set(Enrollment.objects.values_list("next_lesson__position", flat=True)) == {2}


def test_two_courses_due_in_the_same_moment_share_the_day(
    joined: Callable[..., Enrollment], moment: datetime
) -> None:
    other = make_course("another", lessons=1)
    place = joined()
    joined(into=other)

    at_once(lambda: actions.queue_due(now=place.due_at))

    assert Message.objects.count() == 1
    assert Enrollment.objects.filter(message=None, due_at__gt=place.due_at).count() == 1
