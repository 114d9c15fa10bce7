"""Nobody gets a one-off letter on the day of a lesson; in a course, as the author chose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses import actions
from courses.models import Course, Enrollment, Progress
from mail import actions as mail
from mail.actions import claims
from mail.models import Broadcast, Message, MessageState, Purpose
from tests import letters
from tests.conftest import person
from tests.courses.conftest import make_course, make_lesson, run_to_end, tick

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Join = Callable[..., Enrollment]
DAY = timedelta(days=1)


@pytest.fixture
def joined_at(joined: Join, moment: datetime) -> Enrollment:
    """In the course, and agreed to letters: the first lesson comes tomorrow at nine."""
    place = joined(zone="UTC")
    mail.set_letters(contact=place.contact, agrees=True, wording="Letters.", now=moment)
    return place


def letter(now: datetime, choice: str = "between", **fields: object) -> Broadcast:
    broadcast = letters.broadcast(now=now, send_on=now.date(), subject="In May", text="Hello.")
    Broadcast.objects.filter(pk=broadcast.pk).update(in_course=choice, **fields)
    broadcast.refresh_from_db()
    mail.schedule(broadcast=broadcast, now=now)
    mail.queue_broadcasts(now=now)
    return broadcast


def claimed(now: datetime) -> list[str | None]:
    """Whose one-off letters the post office takes at this moment; they are sent."""
    messages, _settled = claims.take(worker="one", limit=100, now=now, purposes=[Purpose.LETTERS])
    claims.sent(messages, now=now)
    return [message.email for message in messages]


def theirs() -> Message:
    return Message.objects.get(purpose=Purpose.LETTERS)


def test_on_a_day_without_a_lesson_it_goes(joined_at: Enrollment, moment: datetime) -> None:
    letter(moment)

    assert claimed(moment) == [joined_at.contact.email]


@pytest.mark.parametrize("sent", [True, False])
def test_on_the_day_of_a_lesson_due_or_sent_it_waits_for_the_next_morning(
    joined_at: Enrollment, moment: datetime, sent: bool
) -> None:
    tomorrow = moment + DAY
    if sent:
        tick(tomorrow)
    letter(tomorrow)

    assert claimed(tomorrow) == []

    assert theirs().not_before == tomorrow + DAY
    assert "lesson that day" in theirs().reason
    tick(tomorrow)
    tick(tomorrow + timedelta(hours=1))
    assert claimed(tomorrow + DAY) == [joined_at.contact.email]


def test_day_of_the_lesson_is_told_where_the_reader_lives(joined: Join, moment: datetime) -> None:
    place = joined(zone="Pacific/Auckland")  # tomorrow's nine o'clock is 20:00 UTC today
    mail.set_letters(contact=place.contact, agrees=True, wording="Letters.", now=moment)
    letter(moment)

    assert claimed(moment + timedelta(hours=11)) == []
    assert theirs().not_before == moment + DAY + timedelta(hours=11)


def test_after_a_letter_in_the_morning_no_lesson_comes_that_day(
    joined_at: Enrollment, moment: datetime
) -> None:
    letter(moment)
    claimed(moment)
    joined_at.refresh_from_db()

    asked = actions.send_now(enrollment=joined_at, now=moment)

    assert asked == actions.SentNow.ALREADY_TODAY
    assert not Progress.objects.exists()


def test_who_comes_into_a_course_after_the_letter_of_the_day_gets_no_lesson_that_day(
    asked: Join, moment: datetime
) -> None:
    course = make_course("at-once", lessons=0)
    make_lesson(course, 1, delay_days=0)
    robin = person("robin@example.org", zone="UTC", confirmed_at=moment)
    mail.set_letters(contact=robin, agrees=True, wording="Letters.", now=moment)
    letter(moment)
    claimed(moment)

    place = actions.confirm(
        enrollment=asked("robin@example.org", zone="UTC", into=course),
        now=moment + timedelta(hours=1),
    )

    assert place.due_at == moment + DAY


def test_after_the_course_it_comes_on_the_morning_after_the_last_lesson(
    joined_at: Enrollment, moment: datetime
) -> None:
    before = moment + 21 * DAY
    run_to_end(moment, days=21)
    letter(before, "after")

    assert claimed(before) == []
    assert "end of this person's course" in theirs().reason
    last = before + DAY
    assert claimed(last) == []
    tick(last)
    tick(last + timedelta(minutes=20))
    joined_at.refresh_from_db()
    assert joined_at.state == Enrollment.State.FINISHED
    assert theirs().not_before == last + DAY
    assert claimed(last + DAY) == [joined_at.contact.email]


def test_who_is_in_a_course_does_not_get_it_where_she_chose_so(
    joined_at: Enrollment, moment: datetime
) -> None:
    other = person("other@example.org", zone="UTC", confirmed_at=moment)
    mail.set_letters(contact=other, agrees=True, wording="Letters.", now=moment)
    letter(moment, "not")

    assert claimed(moment) == ["other@example.org"]
    spared = Message.objects.get(contact=joined_at.contact, purpose=Purpose.LETTERS)
    assert spared.state == MessageState.SKIPPED
    assert "you chose" in spared.reason


def test_who_waits_for_longer_than_ninety_days_does_not_get_it_any_more(
    joined_at: Enrollment, course: Course, moment: datetime
) -> None:
    letter(moment, "after")
    Broadcast.objects.update(scheduled_at=moment - timedelta(days=91))

    assert claimed(moment) == []
    assert theirs().state == MessageState.EXPIRED


def test_lessons_are_claimed_without_a_question_more(
    joined_at: Enrollment, moment: datetime
) -> None:
    actions.queue_due(now=moment + DAY)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        claims.take(worker="one", limit=10, now=moment + DAY, purposes=[Purpose.COURSE])

    assert not any("courses_" in query["sql"] for query in asked)


def test_page_before_sending_says_how_many_are_in_a_course(
    joined_at: Enrollment, moment: datetime, admin_client: Client
) -> None:
    other = person("other@example.org", zone="UTC", confirmed_at=moment)
    mail.set_letters(contact=other, agrees=True, wording="Letters.", now=moment)
    broadcast = letters.broadcast(now=moment, send_on=moment.date(), subject="May", text="Hello.")
    pages = {}
    for choice in Broadcast.InCourse:
        Broadcast.objects.update(in_course=choice)
        pages[choice] = admin_client.get(f"/admin/mail/broadcast/{broadcast.pk}/send/").text

    assert "1 of them is in a course" in pages["between"]
    assert "never on the day of one" in pages["between"]
    assert "after their course is over" in pages["after"]
    assert "2 people" in pages["after"]
    assert "1 person" in pages["not"]
    assert "<strong>1</strong> are in a course just now" in pages["not"]
    assert f"?letter={broadcast.pk}&amp;course=active" in pages["not"]
    broadcast.refresh_from_db()
    (line,) = mail.left_out(mail.reach(broadcast=broadcast, now=moment))
    assert (line.reason, line.count) == ("in_course", 1)
