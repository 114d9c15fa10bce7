"""A last letter that asks nothing is told where it is written, and never kept from going out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from courses.actions import silent_ends
from courses.models import Course, Lesson
from publishing import actions as publishing
from tests.courses.conftest import make_course
from tests.documents import reword

pytestmark = pytest.mark.django_db
LETTERS = "{% if asks_letters %}[Now and then?]({{ letters_url }}){% endif %}"
ONWARD = "{% if asks_onward %}[Further?]({{ onward_url }}){% endif %}"


@pytest.fixture
def course(moment: datetime) -> Course:
    return make_course("first", lessons=3)


def last(course: Course) -> Lesson:
    lesson = course.lessons.order_by("-position").first()
    assert lesson
    return lesson


def missing(course: Course) -> list[tuple[int, str]]:
    """The position of each lesson told of, and which link it lacks."""
    links = {"now and then": "letters", "goes on with another": "onward"}
    return [
        (lesson.position, link)
        for lesson, words in silent_ends(course)
        for said, link in links.items()
        if said in words.partition("“Put in")[0]
    ]


def test_last_letter_without_the_line_is_told_and_may_be_published(
    course: Course, moment: datetime
) -> None:
    lesson = last(course)

    assert missing(course) == [(lesson.position, "letters")]
    assert [finding.place for finding in publishing.warnings(lesson)] == ["text"]
    assert not publishing.check(lesson)
    reword(lesson, text=f"Goodbye. {LETTERS}", now=moment)
    lesson.refresh_from_db()
    assert missing(course) == []
    assert not publishing.warnings(lesson)


def test_course_that_goes_on_should_lead_there(course: Course, moment: datetime) -> None:
    Course.objects.filter(pk=course.pk).update(then=make_course("after", lessons=1))
    course.refresh_from_db()
    lesson = last(course)
    reword(lesson, text=f"Goodbye. {LETTERS}", now=moment)

    assert missing(course) == [(lesson.position, "onward")]
    reword(lesson, text=f"Goodbye. {LETTERS} {ONWARD}", now=moment)
    assert missing(course) == []


def test_letter_before_one_that_only_some_get_may_be_a_last_one_too(
    course: Course, moment: datetime
) -> None:
    lesson = last(course)
    reword(lesson, audience="has_name", text=f"Goodbye. {LETTERS}", now=moment)

    assert missing(course) == [(lesson.position - 1, "letters")]


def test_lesson_that_is_off_is_nobodys_last(course: Course) -> None:
    lesson = last(course)
    Lesson.objects.filter(pk=lesson.pk).update(state=Lesson.State.OFF)

    assert missing(course) == [(lesson.position - 1, "letters")]


def test_page_of_a_course_leads_to_its_silent_end(admin_client: Client, course: Course) -> None:
    lesson = last(course)

    page = admin_client.get(reverse("admin:courses_course_change", args=[course.pk])).text

    assert f'<a href="{reverse("admin:courses_lesson_change", args=[lesson.pk])}">' in page
    assert "whether letters now and then are welcome" in page


def test_ends_of_a_long_course_are_found_in_one_question(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    course = make_course("long", lessons=9)

    with django_assert_num_queries(1):
        assert len(silent_ends(course)) == 1
