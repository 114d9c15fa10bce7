"""The author's side: the timetable, the lessons, the people, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from courses import actions
from courses.models import Course, Enrollment, Lesson
from mail.models import Message
from tests.courses.conftest import tick

# Unfold 0.110 overrides a method whose signature Django 6.1 has since widened.
pytestmark = pytest.mark.filterwarnings("ignore:Overriding get_action_choices")


@pytest.fixture
def author(client: Client, course: Course) -> Client:
    client.force_login(User.objects.create_superuser("author"))
    return client


@pytest.fixture(autouse=True)
def _stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


def url(model: str, page: str, *args: object) -> str:
    return reverse(f"admin:courses_{model}_{page}", args=args)


def course_form(course: Course, **changes: Any) -> dict[str, Any]:
    form = {
        "title": course.title,
        "state": course.state,
        "send_days": course.send_days,
        "send_hour": course.send_hour,
        "window_hours": course.window_hours,
        "consent_wording": course.consent_wording,
    }
    lessons = list(course.lessons.all())
    form |= {"lessons-TOTAL_FORMS": len(lessons), "lessons-INITIAL_FORMS": len(lessons)}
    for place, lesson in enumerate(lessons):
        form[f"lessons-{place}-id"] = lesson.pk
        form[f"lessons-{place}-position"] = lesson.position
        form[f"lessons-{place}-delay_days"] = lesson.delay_days
    return form | changes


def lesson_form(lesson: Lesson, **changes: Any) -> dict[str, Any]:
    names = ("position", "key", "title", "subject", "preheader", "body", "delay_days")
    form = {name: getattr(lesson, name) for name in names}
    return form | {"course": lesson.course_id} | changes


@pytest.mark.parametrize("model", ["course", "lesson", "enrollment"])
def test_lists_open(author: Client, joined: Callable[..., Enrollment], model: str) -> None:
    joined()

    assert author.get(url(model, "changelist")).status_code == 200


def test_people_page_says_why_and_cannot_be_changed(
    author: Client, joined: Callable[..., Enrollment]
) -> None:
    place = joined()
    page = url("enrollment", "change", place.pk)

    text = author.get(page).content.decode()

    assert "The days between two lessons last until Tuesday, November 24." in text
    assert author.post(page, {"state": "left"}).status_code == 403


def test_people_list_takes_the_same_queries_for_one_and_three(
    author: Client, joined: Callable[..., Enrollment], django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        joined(f"p{number}@example.org")

    with django_assert_max_num_queries(12):
        author.get(url("enrollment", "changelist"))


def test_timetable_changed_moves_everybody_without_a_burst(
    author: Client, course: Course, joined: Callable[..., Enrollment], moment: datetime
) -> None:
    place = joined()

    form = course_form(course, send_hour=15, decided="everybody")
    answer = author.post(url("course", "change", course.pk), form)
    tick(moment)

    assert answer.status_code == 302
    place.refresh_from_db()
    assert place.due_at == datetime.fromisoformat("2026-11-24T14:00Z")
    assert not Message.objects.exists()


def test_timetable_that_never_opens_is_refused_with_why(author: Client, course: Course) -> None:
    first = datetime.fromisoformat("2026-11-01").date()
    days_off = "\n".join(str(first + timedelta(days=n)) for n in range(500))
    page = url("course", "change", course.pk)

    for changes, words in (
        ({"send_days": []}, "This field is required"),
        ({"holidays": "Christmas"}, "One date a line"),
        ({"holidays": days_off}, "no lesson could ever go"),
    ):
        answer = author.post(page, course_form(course, **changes))
        assert words in answer.content.decode()


def test_pausing_the_course_takes_back_what_is_unsent(
    author: Client, course: Course, joined: Callable[..., Enrollment]
) -> None:
    place = joined()
    actions.queue_due(now=place.due_at)

    author.post(url("course", "change", course.pk), course_form(course, state="paused"))

    assert Message.objects.get().state == Message.State.WITHDRAWN


def test_edited_lesson_goes_out_once_it_is_published(author: Client, course: Course) -> None:
    lesson = course.lessons.get(position=1)
    before = lesson.letter_id
    page = url("lesson", "change", lesson.pk)

    author.post(page, lesson_form(lesson, body="Hello, other words."))
    lesson.refresh_from_db()
    assert (lesson.letter_id, lesson.body) == (before, "Hello, other words.")

    text = author.post(
        page, lesson_form(lesson) | {"courses_lesson_publish_it": "1"}, follow=True
    ).content
    lesson.refresh_from_db()
    assert b"Published." in text
    assert lesson.letter_id != before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": "Hello {{ password }}"}, "password"),
        ({"audience": "colour is red"}, "colour"),
        ({"delay_days": "-1"}, "greater than or equal to 0"),
    ],
)
def test_lesson_that_could_not_go_out_is_refused_with_why(
    author: Client, course: Course, changes: dict[str, str], words: str
) -> None:
    lesson = course.lessons.get(position=1)

    answer = author.post(url("lesson", "change", lesson.pk), lesson_form(lesson, **changes))

    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_chosen_lessons_are_published_and_switched_off(author: Client, course: Course) -> None:
    chosen = list(course.lessons.filter(position__in=(1, 2)).values_list("pk", flat=True))
    page = url("lesson", "changelist")

    author.post(page, {"action": "switch_off", "_selected_action": chosen})
    assert course.lessons.published().count() == 6

    answer = author.post(
        page, {"action": "publish_chosen", "_selected_action": chosen}, follow=True
    )
    assert course.lessons.published().count() == 8
    assert "2 lessons were published." in answer.content.decode()


def test_lesson_somebody_had_is_not_deleted(
    author: Client, course: Course, joined: Callable[..., Enrollment]
) -> None:
    tick(joined().due_at)
    lesson = course.lessons.get(position=1)

    assert author.post(url("lesson", "delete", lesson.pk), {"post": "yes"}).status_code == 403


def test_new_lesson_stands_last_in_its_course(admin_client: Client, course: Course) -> None:
    page = admin_client.get(reverse("admin:courses_lesson_add"), {"course": course.pk})

    assert page.context["adminform"].form.initial["position"] == 9
    assert page.context["adminform"].form.initial["course"] == course
