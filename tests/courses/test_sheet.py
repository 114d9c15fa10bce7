"""The reader's sheet: one line from each lesson, on one page to print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from courses.documents import LESSON
from courses.models import Course, Enrollment, Lesson
from mail import actions as mail
from mail.models import Message
from offers.models import Offer
from tests.courses.conftest import make_course, run_to_end
from tests.documents import reword

pytestmark = pytest.mark.django_db
LINK = "The sheet is [here]({{ sheet_url }})."


@pytest.fixture
def lined(moment: datetime) -> Course:
    """Three lessons; two have a line, and the first leads to the sheet."""
    course = make_course("lined", lessons=3)
    first, second, _third = course.lessons.order_by("position")
    reword(first, line="What I see", line_help="As a camera would.", text=LINK, is_published=True)
    reword(second, line="What I do", is_published=True)
    return course


def test_sheet_holds_the_line_of_every_lesson_in_order(client: Client, lined: Course) -> None:
    page = client.get("/sheet/lined/")

    assert page.text.count("<li>\n    <h2>") == 2
    places = [page.text.index(words) for words in ("What I see", "As a camera", "What I do")]
    assert places == sorted(places)
    assert not page.cookies


def test_line_that_was_not_published_is_not_on_the_sheet(client: Client, lined: Course) -> None:
    reword(lined.lessons.get(position=2), line="Half a thought")
    reword(lined.lessons.get(position=3), line="Another thought")

    page = client.get("/sheet/lined/").text

    assert "What I do" in page
    assert "thought" not in page


@pytest.mark.parametrize("slug", ["lineless", "nowhere"])
def test_course_without_lines_has_no_sheet(client: Client, slug: str) -> None:
    make_course("lineless", lessons=1)

    assert client.get(f"/sheet/{slug}/").status_code == 404


def test_sheet_of_an_offer_in_the_making_is_not_there(client: Client, lined: Course) -> None:
    Offer.objects.filter(pk=lined.offer_id).update(state=Offer.State.DRAFT)

    assert client.get("/sheet/lined/").status_code == 404


def test_letter_leads_to_the_sheet_of_its_course(
    client: Client,
    lined: Course,
    joined: Callable[..., Enrollment],
    moment: datetime,
    at: Callable[[datetime], None],
) -> None:
    at(moment)
    place = joined(into=lined)
    run_to_end(moment)

    letters = Message.objects.filter(contact=place.contact).order_by("sent_at", "pk")

    assert "/sheet/lined/" in mail.as_read(letters[0]).html


def test_link_to_a_sheet_without_lines_is_a_fault(lined: Course) -> None:
    course = make_course("lineless", lessons=1)
    without, within = course.lessons.get(), lined.lessons.get(position=3)
    for lesson in (without, within):
        reword(lesson, text=LINK)

    def places(lesson: Lesson) -> list[str]:
        return [finding.place for finding in LESSON.checks(lesson, lesson.body)]

    assert (places(without), places(within)) == (["text"], [])
