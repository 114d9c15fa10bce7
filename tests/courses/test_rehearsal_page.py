"""The author's rehearsal, previews, test drive and numbers."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from contacts import actions as contacts
from courses import actions, starter
from courses.actions.stats import StatLine
from courses.models import Course, Enrollment
from mail.models import Message
from tests.assessments import starter as assessments_starter
from tests.courses.conftest import run_to_end, sent, tick
from tests.documents import reword
from tests.offers import HOME

pytestmark = pytest.mark.slow

Join = Callable[..., Enrollment]


@pytest.fixture(autouse=True)
def _stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def author(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("author"))
    return client


@pytest.fixture
def shipped(once: Callable[..., None], moment: datetime) -> Course:
    def publish() -> None:
        assessments_starter.load(HOME, now=moment)
        starter.load(HOME, now=moment)
        starter.publish(now=moment)

    once("course", publish)
    return Course.objects.get()


def test_rehearsal_shows_the_whole_course_in_under_two_seconds(
    author: Client, shipped: Course
) -> None:
    page = reverse("admin:courses_course_rehearsal", args=[shipped.pk])
    sample = {"reader_key": "push", "zone": "America/New_York", "start": "2026-11-23 18:00"}
    author.get(page)

    began = time.process_time()
    text = author.get(page, sample).content.decode()

    assert time.process_time() - began < 2
    assert text.count("<iframe") == 8
    assert "one lesson a minute" in text
    assert (
        "Tuesday, November 24 at 9:00 AM (America/New York) · Tuesday, November 24 at 2:00 PM (UTC)"
    ) in text
    assert not Message.objects.exists()
    assert not Enrollment.objects.exists()


def test_rehearsal_says_what_is_passed_over_and_why(author: Client, shipped: Course) -> None:
    reword(shipped.lessons.get(position=3), audience='field == "therapy"', is_published=True)
    page = reverse("admin:courses_course_rehearsal", args=[shipped.pk])

    text = author.get(page, {"reader_key": "push", "answer": "field:coaching"}).content.decode()

    assert "What is your field? “Psychotherapy or counseling”" in text
    assert text.count("<iframe") == 7


def test_rehearsal_of_a_real_person_equals_the_engine(
    author: Client, course: Course, joined: Join, moment: datetime
) -> None:
    place = joined()
    tick(place.due_at)
    actions.settle(now=place.due_at)
    now = place.due_at + timedelta(hours=1)
    place.refresh_from_db()

    planned = [one.at for one in actions.rehearsed(enrollment=place, now=now)]
    page = reverse("admin:courses_course_rehearsal", args=[course.pk])
    text = author.get(page, {"email": place.contact.email.upper()}).content.decode()
    run_to_end(now)

    assert planned == [at for _subject, at in sent(place.contact)[1:]]
    assert text.count("<iframe") == 7


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"start": "soon"}, "Write a day and an hour"),
        ({"email": "nobody@example.org"}, "Nobody in this course"),
    ],
)
def test_rehearsal_says_what_it_cannot_use(
    author: Client, course: Course, given: dict[str, str], words: str
) -> None:
    page = reverse("admin:courses_course_rehearsal", args=[course.pk])

    assert words in author.get(page, given).content.decode()


def test_preview_differs_by_person_and_stands_in_a_sandbox(author: Client, shipped: Course) -> None:
    lesson = shipped.lessons.get(position=2)
    address = reverse("admin:courses_lesson_preview", args=[lesson.pk])

    pages = [author.get(address, {"reader": key}) for key in ("push", "step-back")]

    assert pages[0].content != pages[1].content
    assert "sandbox" in pages[0]["Content-Security-Policy"]
    assert "unsafe-eval" not in pages[0]["Content-Security-Policy"]


def test_preview_shows_the_draft_or_its_faults(author: Client, shipped: Course) -> None:
    lesson = shipped.lessons.get(position=1)
    address = reverse("admin:courses_lesson_preview", args=[lesson.pk])
    reword(lesson, text="Quite other words.")
    assert b"Quite other words." in author.get(address).content
    assert b"Quite other words." not in author.get(address, {"sent": "1"}).content

    reword(lesson, text="{{ password }}")
    assert b"password" in author.get(address).content


def test_preview_is_for_the_author_alone(client: Client, shipped: Course) -> None:
    address = reverse("admin:courses_lesson_preview", args=[shipped.lessons.first().pk])

    assert client.get(address).status_code == 302


def test_test_drive_sends_one_lesson_a_minute_to_the_author(
    author: Client, shipped: Course, moment: datetime
) -> None:
    page = reverse("admin:courses_course_rehearsal", args=[shipped.pk])

    author.post(page, {"reader_key": "ally"})

    mails = Message.objects.order_by("not_before")
    assert [mail.not_before - moment for mail in mails] == [timedelta(minutes=n) for n in range(8)]
    assert {(mail.is_test, mail.contact) for mail in mails} == {(True, None)}
    assert actions.funnel(shipped)["sent"].count == 0


def test_funnel_counts_each_person_once_where_it_happened(
    course: Course, joined: Join, asked: Join, moment: datetime
) -> None:
    asked("waiting@example.org")
    reader, leaver = joined("reader@example.org"), joined("leaver@example.org")
    tick(reader.due_at)
    actions.settle(now=reader.due_at)
    later = reader.due_at + timedelta(hours=1)
    for kind in ("replied", "replied", "booked"):
        contacts.record(contact=reader.contact, kind=kind, now=later)
    actions.leave(enrollment=leaver, now=later)

    funnel = actions.funnel(course)

    first = funnel["lessons"][0]
    assert (funnel["enrolled"], funnel["confirmed"].count, funnel["sent"].count) == (3, 2, 2)
    assert (funnel["replied"].count, funnel["booked"].count, funnel["left"].count) == (1, 1, 1)
    counts = [first[name].count for name in ("replied", "booked", "left")]
    assert (first["sent"], counts) == (2, [1, 1, 1])


@pytest.mark.parametrize(("line", "percent"), [(StatLine(15, 29), ""), (StatLine(15, 30), "50 %")])
def test_no_percentage_under_thirty_people(line: StatLine, percent: str) -> None:
    assert line.percent == percent


def test_numbers_page_leads_to_what_readers_said(
    author: Client, course: Course, joined: Join, moment: datetime
) -> None:
    said = {"tried": "yes", "wrong": "The third is too long."}
    actions.answer_at_the_end(enrollment=joined(), **said, now=moment)
    page = reverse("admin:courses_course_numbers", args=[course.pk])

    text = author.get(page).content.decode()

    assert "Lesson by lesson" in text
    link = text.split("What readers said")[0].rsplit('href="', 1)[1].split('"')[0]
    assert "The third is too long." in author.get(link).content.decode()


def test_timeline_tells_what_happened_newest_first(
    author: Client, joined: Join, moment: datetime
) -> None:
    place = joined()
    tick(place.due_at)
    actions.settle(now=place.due_at)
    actions.leave(enrollment=place, now=place.due_at + timedelta(hours=1))

    words = [words for _at, words in actions.timeline(place, sees_answers=True)]
    page = author.get(reverse("admin:courses_enrollment_change", args=[place.pk]))

    stopped, confirmed = "stopped the letters", "confirmed by the link in a mail"
    assert words.index(stopped) < words.index("1. Lesson 1: sent") < words.index(confirmed)
    assert "1. Lesson 1: sent" in page.content.decode()


def test_reader_who_wrote_back_is_not_invited_for_two_weeks(joined: Join, moment: datetime) -> None:
    place = joined()
    assert actions.facts(place, now=moment).value("invites") is True

    contacts.record(contact=place.contact, kind="replied", now=moment)

    soon, later = moment + timedelta(days=13), moment + timedelta(days=15)
    assert actions.facts(place, now=soon).value("invites") is False
    assert actions.facts(place, now=later).value("invites") is True
