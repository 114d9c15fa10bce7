"""For each gate forced shut by real rows, the page names that gate and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from contacts import actions as contacts
from contacts.models import Contact
from courses import actions
from courses.diagnostics import Diagnosis
from courses.models import Course, Enrollment, Lesson
from health.models import Heartbeat
from mail.models import Breaker
from tests.courses.conftest import make_course, tick
from tests.documents import reword

pytestmark = pytest.mark.slow

Join = Callable[..., Enrollment]


@pytest.fixture
def place(joined: Join) -> Enrollment:
    return joined()


def ask(place: Enrollment, *, now: datetime, alive: bool = True) -> Diagnosis:
    Heartbeat.objects.all().delete()
    if alive:
        Heartbeat.objects.create(worker="one", kind="worker", started_at=now, beat_at=now)
    place = Enrollment.objects.select_related("course", "contact").get(pk=place.pk)
    return actions.why(place, now=now, real_now=now)


def shut(place: Enrollment, **given: object) -> list[str]:
    return [gate.name for gate in ask(place, **given).shut]


def unconfirm(place: Enrollment) -> None:
    Contact.objects.update(confirmed_at=None)


def unsubscribe(place: Enrollment) -> None:
    contacts.unsubscribe(contact=place.contact, purpose=place.course.purpose, now=place.settled_at)


def suppress(place: Enrollment) -> None:
    contacts.suppress(address=place.contact.email, reason="bounce", detail="", now=place.settled_at)


def rest(place: Enrollment) -> None:
    Enrollment.objects.update(paused_until=place.due_at + timedelta(days=3))


def close_down(place: Enrollment) -> None:
    actions.set_state(course=place.course, state=Course.State.PAUSED, now=place.settled_at)


def take_out(place: Enrollment) -> None:
    Lesson.objects.filter(pk=place.next_lesson_id).update(state=Lesson.State.DRAFT)


def narrow(place: Enrollment) -> None:
    reword(place.next_lesson, audience='field == "therapy"', is_published=True)


def lengthen(place: Enrollment) -> None:
    Lesson.objects.filter(pk=place.next_lesson_id).update(delay_days=3)


def move_the_hour(place: Enrollment) -> None:
    Course.objects.update(send_hour=15)


def hold_mail(place: Enrollment) -> None:
    Breaker.objects.create(pk=1, paused_at=place.settled_at, reason="the server refuses us.")


@pytest.mark.parametrize(
    ("force", "name"),
    [
        (unconfirm, "confirmed"),
        (unsubscribe, "consented"),
        (suppress, "may_be_mailed"),
        (rest, "not_paused"),
        (close_down, "course_open"),
        (take_out, "lesson_published"),
        (narrow, "audience"),
        (lengthen, "previous_settled"),
        (move_the_hour, "window"),
        (hold_mail, "limits"),
    ],
)
def test_why_names_the_gate_forced_shut_and_no_other(
    place: Enrollment, force: Callable[[Enrollment], None], name: str
) -> None:
    now = place.due_at
    assert shut(place, now=now) == []

    force(place)

    assert shut(place, now=now) == [name]


def test_why_names_a_worker_that_stopped(place: Enrollment) -> None:
    assert shut(place, now=place.due_at, alive=False) == ["workers"]


def test_why_names_the_lesson_of_another_course_today(place: Enrollment, joined: Join) -> None:
    other = joined(into=make_course("another"))
    Enrollment.objects.filter(pk=place.pk).update(due_at=place.due_at + timedelta(hours=1))
    tick(other.due_at)

    assert shut(place, now=place.due_at) == ["one_a_day"]


def test_why_names_a_letter_on_its_way(place: Enrollment) -> None:
    actions.queue_due(now=place.due_at)

    assert shut(place, now=place.due_at) == ["previous_settled"]


def test_why_tells_the_due_time_in_both_zones(place: Enrollment, moment: datetime) -> None:
    answer = ask(place, now=moment)

    assert answer.due_words == (
        "Tuesday, November 24 at 9:00 AM (Europe/Berlin), Tuesday, November 24 at 8:00 AM (UTC)"
    )
    assert replace(answer, home=answer.zone).due_words == (
        "Tuesday, November 24 at 9:00 AM (Europe/Berlin)"
    )
    assert len(list(answer.lines())) == 14


def test_why_of_somebody_who_left_is_just_that(place: Enrollment, moment: datetime) -> None:
    actions.leave(enrollment=place, now=moment)

    answer = ask(place, now=moment)

    assert (answer.state, answer.gates) == ("stopped", ())
