"""How often letters come is the reader's choice: fewer, never more than the author's own days."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from contacts import links as contact_links
from courses import actions, links
from courses.models import Course, Enrollment
from courses.rehearsal import rehearse
from courses.timetable import Pace, paces_in
from health.clock import real_now
from mail.models import Message
from tests.courses.conftest import run_to_end, tick
from writing.segments import Facts

PACES = "0 Twice a week\n7 Once a week\n"
ZONE = "America/New_York"
Join = Callable[..., Enrollment]


@pytest.fixture
def paced(course: Course) -> Course:
    course.paces = PACES
    course.save(update_fields=("paces",))
    return course


def sent(place: Enrollment) -> list[datetime]:
    letters = Message.objects.filter(contact=place.contact_id, sent_at__isnull=False)
    return [message.sent_at for message in letters.order_by("sent_at", "pk")]


def days_between(place: Enrollment) -> list[int]:
    days = [at.astimezone(place.reader_zone).date() for at in sent(place)]
    return [(later - day).days for day, later in itertools.pairwise(days)]


@pytest.mark.parametrize("pace", [0, 7, 14])
def test_promise_8_rehearsal_of_a_pace_equals_what_the_engine_sends(
    paced: Course, asked: Join, moment: datetime, pace: int
) -> None:
    paced.paces += "14 Every other week\n"
    paced.save(update_fields=("paces",))
    place = actions.confirm(enrollment=asked(zone=ZONE), pace=pace, now=moment)

    run_to_end(moment, days=160)

    expected = rehearse(paced.plan(), facts=Facts(), zone=ZONE, start=moment, pace=pace)
    assert sent(place) == [lesson.at for lesson in expected]
    assert len(sent(place)) == 8
    assert min(days_between(place)) >= pace


def test_first_letter_of_a_slow_pace_comes_as_soon_as_any(
    paced: Course, asked: Join, moment: datetime
) -> None:
    usual = actions.confirm(enrollment=asked("a@example.org"), now=moment)
    slow = actions.confirm(enrollment=asked("b@example.org"), pace=7, now=moment)

    assert usual.due_at == slow.due_at


def test_lesson_with_a_longer_wait_of_its_own_keeps_it(
    paced: Course, asked: Join, moment: datetime
) -> None:
    paced.lessons.filter(position=8).update(delay_days=28)
    place = actions.confirm(enrollment=asked(zone=ZONE), pace=7, now=moment)

    run_to_end(moment, days=160)

    assert days_between(place)[-1] >= 28


def test_change_in_the_middle_dates_anew_what_is_ahead(
    paced: Course, joined: Join, moment: datetime
) -> None:
    place = joined(zone=ZONE)
    run_to_end(moment, days=8)
    had = sent(place)
    place.refresh_from_db()
    soon = place.due_at

    actions.change_pace(enrollment=place, days=7, now=moment + timedelta(days=8))

    place.refresh_from_db()
    assert soon is not None
    assert place.due_at is not None
    assert place.due_at > soon
    foreseen = actions.rehearsed(enrollment=place, now=moment + timedelta(days=8))
    run_to_end(moment + timedelta(days=8), days=120)
    assert sent(place) == had + [lesson.at for lesson in foreseen]
    assert len(sent(place)) == 8


def test_faster_again_sends_nothing_early_or_twice(
    paced: Course, asked: Join, moment: datetime
) -> None:
    place = actions.confirm(enrollment=asked(zone=ZONE), pace=7, now=moment)
    run_to_end(moment, days=10)
    now = moment + timedelta(days=10)

    actions.change_pace(enrollment=place, days=0, now=now)
    actions.change_pace(enrollment=place, days=0, now=now)
    tick(now)

    run_to_end(now, days=60)
    assert len(sent(place)) == 8
    assert min(days_between(place)) >= 1


def test_letter_that_waits_in_the_queue_goes_back_to_the_timetable(
    paced: Course, joined: Join, moment: datetime
) -> None:
    place = joined(zone=ZONE)
    run_to_end(moment, days=3)
    place.refresh_from_db()
    now = place.due_at
    assert now is not None
    actions.queue_due(now=now)

    actions.change_pace(enrollment=place, days=7, now=now)

    place.refresh_from_db()
    assert place.message is None
    assert place.due_at is not None
    assert place.due_at > now


def test_letter_that_a_worker_holds_is_left_to_go(
    paced: Course, joined: Join, moment: datetime
) -> None:
    place = joined(zone=ZONE)
    now = place.due_at
    assert now is not None
    actions.queue_due(now=now)
    Message.objects.update(state=Message.State.SENDING)

    actions.change_pace(enrollment=place, days=7, now=now)

    place.refresh_from_db()
    assert place.message is not None
    assert place.pace == 7


def test_why_page_names_the_pace(paced: Course, joined: Join, moment: datetime) -> None:
    place = joined(zone=ZONE)
    run_to_end(moment, days=3)
    place = actions.change_pace(enrollment=place, days=7, now=moment + timedelta(days=3))

    now = moment + timedelta(days=3)
    [gate] = actions.why(place, now=now, real_now=real_now()).shut[:1]

    assert gate.sentence.startswith("This person wants 7 days between two letters")


def test_pace_stays_hers_when_the_author_renames_or_removes_it(
    paced: Course, asked: Join, moment: datetime
) -> None:
    place = actions.confirm(enrollment=asked(), pace=7, now=moment)
    assert place.pace_words == "Once a week"

    paced.paces = ""
    paced.save(update_fields=("paces",))

    place = Enrollment.objects.get(pk=place.pk)
    assert place.pace == 7
    assert place.pace_words == "At least 7 days between two letters"


def test_pace_that_is_not_offered_is_the_first(
    paced: Course, asked: Join, moment: datetime
) -> None:
    assert actions.confirm(enrollment=asked(), pace=30, now=moment).pace == 0


def test_paces_are_read_from_lines() -> None:
    assert paces_in(PACES) == (Pace(0, "Twice a week"), Pace(7, "Once a week"))


@pytest.mark.parametrize("text", ["weekly", "7", "7 a\n7 b", "-1 never", "400 too rare"])
def test_line_that_is_no_pace_is_refused(course: Course, text: str) -> None:
    course.paces = text
    with pytest.raises(ValidationError, match="One pace a line"):
        course.full_clean()


def test_reader_chooses_on_the_page_that_starts_the_letters(
    client: Client, paced: Course, asked: Join, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    link = urlsplit(links.return_url(asked())).path
    assert "Once a week" in client.get(link).content.decode()

    answer = client.post(link, {"zone": ZONE, "pace": "7"}, follow=True)

    assert Enrollment.objects.get().pace == 7
    assert "How often they come: Once a week." in answer.content.decode()


def test_reader_changes_it_on_her_page(
    client: Client, paced: Course, joined: Join, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    place = joined()
    page = urlsplit(contact_links.preferences_url(place.contact)).path
    assert "How often they come: Twice a week." in client.get(page).content.decode()

    for sent, pace in (("7", 7), ("3", 7), ("x", 7), ("0", 0)):
        client.post(page, {"do": "pace", "place": str(place.uid), "pace": sent}, follow=True)
        place.refresh_from_db()
        assert place.pace == pace


def test_course_without_paces_asks_nobody(
    client: Client, joined: Join, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    page = urlsplit(contact_links.preferences_url(joined().contact)).path
    assert "How often" not in client.get(page).content.decode()
