"""Before a change of a running course: a page that says who is affected, by the engine's rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from courses import actions
from courses.impact import compare
from courses.models import Course, Enrollment, Lesson
from mail.models import Message
from tests.courses.conftest import make_lesson, run_to_end, sent, tick
from tests.courses.test_admin import course_form, lesson_form, url

pytestmark = pytest.mark.slow

Join = Callable[..., Enrollment]


@pytest.fixture
def author(client: Client, course: Course) -> Client:
    client.force_login(User.objects.create_superuser("author"))
    return client


@pytest.fixture(autouse=True)
def _stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def news(course: Course) -> Lesson:
    """A lesson between the second and the third, not yet published."""
    course.lessons.filter(position__gt=2).update(position=30)
    for number, lesson in enumerate(course.lessons.filter(position=30).order_by("pk")):
        Lesson.objects.filter(pk=lesson.pk).update(position=30 + number)
    return make_lesson(course, 3, key="new", title="New", is_published=False)


def publish(author: Client, lesson: Lesson, **more: str) -> str:
    page = url("lesson", "change", lesson.pk)
    form = lesson_form(lesson) | {"courses_lesson_publish_it": "1"} | more
    return author.post(page, form, follow=True).content.decode()


def test_page_says_who_gets_a_new_lesson_and_when_first(
    author: Client, news: Lesson, joined: Join
) -> None:
    for number in range(3):
        joined(f"p{number}@example.org")

    text = publish(author, news)

    news.refresh_from_db()
    assert "3 people are in the course." in text
    assert "3 will get “3. New”, the first on Monday, November 30 at 9:00 AM their time." in text
    assert "No mail goes out now" in text
    assert news.state == Lesson.State.DRAFT
    assert "Published." not in text


def test_choice_for_everybody_publishes_to_those_not_past_this_point(
    author: Client, news: Lesson, joined: Join, moment: datetime
) -> None:
    place = joined()

    publish(author, news, decided="everybody")
    run_to_end(moment)

    assert [subject for subject, _at in sent(place.contact)][2] == "New"


def test_choice_for_newcomers_spares_those_in_the_course(
    author: Client, news: Lesson, joined: Join, moment: datetime
) -> None:
    old = joined()

    publish(author, news, decided="newcomers")
    new = joined("new@example.org", now=moment + timedelta(hours=1))
    run_to_end(moment)

    news.refresh_from_db()
    assert news.state == Lesson.State.PUBLISHED
    assert "New" not in [subject for subject, _at in sent(old.contact)]
    assert [subject for subject, _at in sent(new.contact)][2] == "New"


@pytest.mark.parametrize("changes", [{"send_hour": 15}, {"send_days": ["sat"]}])
def test_page_says_what_a_changed_timetable_moves(
    author: Client, course: Course, joined: Join, changes: dict[str, object]
) -> None:
    joined()

    page = url("course", "change", course.pk)
    text = author.post(page, course_form(course, **changes)).content.decode()

    course.refresh_from_db()
    assert "comes at another time" in text
    assert course.send_hour == 9


def test_lesson_switched_off_is_shown_first(author: Client, course: Course, joined: Join) -> None:
    joined()
    lesson = course.lessons.get(position=2)
    chosen = {"action": "switch_off", "_selected_action": [lesson.pk]}
    page = url("lesson", "changelist")

    text = author.post(page, chosen).content.decode()
    assert "1 will not get “2. Lesson 2”" in text
    assert course.lessons.published().count() == 8

    author.post(page, {**chosen, "decided": "everybody"})
    assert course.lessons.published().count() == 7


def test_forecast_equals_what_the_engine_then_does(
    course: Course, joined: Join, moment: datetime
) -> None:
    people = [joined("a@example.org"), joined("b@example.org", zone="America/New_York")]
    tick(people[0].due_at)
    actions.settle(now=people[0].due_at)
    actions.pause(enrollment=people[1], days=14, now=people[0].due_at)
    now = people[0].due_at + timedelta(minutes=1)

    ahead = actions.ahead(course=course, now=now)
    run_to_end(now)

    for place in people:
        planned = [(step.title[3:], step.at) for step in ahead[place.uid.hex]]
        assert planned == sent(place.contact)[-len(planned) :]


def test_mails_that_go_at_once_are_counted(course: Course, joined: Join, moment: datetime) -> None:
    joined()
    later = moment + timedelta(hours=24)
    before = actions.ahead(course=course, now=later)
    course.lessons.filter(position=1).update(delay_days=5)

    assert compare(actions.ahead(course=course, now=later), before, now=later).now == 1


def test_letter_on_its_way_is_not_counted_as_a_change(
    author: Client, course: Course, joined: Join
) -> None:
    place = joined()
    actions.queue_due(now=place.due_at)

    ahead = actions.ahead(course=course, now=place.due_at)[place.uid.hex]

    assert [step.title for step in ahead] == [f"{n}. Lesson {n}" for n in range(1, 9)]
    assert Message.objects.get().not_before == ahead[0].at


def test_published_lesson_is_not_deleted_behind_anybodys_back(
    author: Client, course: Course
) -> None:
    page = reverse("admin:courses_lesson_delete", args=[course.lessons.get(position=8).pk])

    assert author.post(page, {"post": "yes"}).status_code == 403
