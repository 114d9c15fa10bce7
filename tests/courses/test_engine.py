"""The engine on a simulated clock, from the confirm link to lesson 8."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import InterfaceError, OperationalError

from contacts import actions as contacts
from contacts.models import SHARE_RESULT
from courses import actions
from courses.actions import enqueue
from courses.models import Course, Enrollment, Lesson, Progress
from courses.rehearsal import rehearse
from mail.models import Message
from tests.courses.conftest import deliver, make_course, make_lesson, run, run_to_end, sent, tick
from tests.documents import reword
from writing.segments import Facts

ALL_EIGHT = [f"Lesson {number}" for number in range(1, 9)]
Join = Callable[..., Enrollment]


def test_course_brings_each_lesson_once_in_order_on_weekdays_at_nine(
    joined: Join, moment: datetime
) -> None:
    zone = ZoneInfo("Asia/Kolkata")
    person = joined(zone=zone.key)

    run_to_end(moment)

    letters = sent(person.contact)
    assert [subject for subject, _at in letters] == ALL_EIGHT
    locals_ = [at.astimezone(zone) for _subject, at in letters]
    assert {(at.hour, at.minute) for at in locals_} == {(9, 0)}
    assert all(at.weekday() < 5 for at in locals_)
    assert len({at.date() for at in locals_}) == 8
    person.refresh_from_db()
    assert person.state == Enrollment.State.FINISHED


def test_first_lesson_comes_on_the_day_after_confirmation(joined: Join, moment: datetime) -> None:
    person = joined(zone="America/New_York")

    assert person.due_at == datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def test_lesson_with_days_and_an_hour_of_its_own_keeps_them_and_the_next_goes_as_ever(
    joined: Join, moment: datetime
) -> None:
    zone = ZoneInfo("Europe/Berlin")
    person = joined(zone=zone.key)
    Lesson.objects.filter(position=3).update(send_days=["sat"], send_hour=16, delay_days=1)

    run_to_end(moment)

    letters = sent(person.contact)
    assert [subject for subject, _at in letters] == ALL_EIGHT
    times = [f"{at.astimezone(zone):%a %H:%M}" for _subject, at in letters]
    assert times[2] == "Sat 16:00"
    assert {at[4:] for at in (*times[:2], *times[3:])} == {"09:00"}
    assert not {at[:3] for at in (*times[:2], *times[3:])} & {"Sat", "Sun"}


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/Berlin", datetime(2026, 10, 20, 7, 13, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2027, 3, 22, 22, 59, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 10, 27, 3, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2027, 3, 25, 12, 0, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 11, 20, 9, 59, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2026, 11, 20, 10, 1, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2028, 2, 24, 18, 30, tzinfo=UTC)),
    ],
)
def test_rehearsal_equals_the_engine_to_the_minute(
    joined: Join, course: Course, zone: str, start: datetime
) -> None:
    reword(
        course.lessons.get(position=4),
        audience='profile == "push"',
        rests_on="thought",
        is_published=True,
    )
    person = joined(zone=zone, now=start, facts=Facts(profile="ally"))

    run_to_end(start)

    plan = list(rehearse(course.plan(), facts=Facts(profile="ally"), zone=zone, start=start))
    planned = [(one.card.subject, one.at) for one in plan if not one.skipped]
    happened = [(subject, at.replace(second=0)) for subject, at in sent(person.contact)]
    assert planned == happened
    assert len(happened) == 7


def test_outage_of_ten_days_causes_no_burst(joined: Join, moment: datetime) -> None:
    people = [joined(f"p{number}@example.org") for number in range(3)]
    run_to_end(moment, days=2)

    run_to_end(moment + timedelta(days=12, hours=5))

    for person in people:
        letters = sent(person.contact)
        days = [at.astimezone(ZoneInfo("Europe/Berlin")).date() for _subject, at in letters]
        assert [subject for subject, _at in letters] == ALL_EIGHT
        assert len(set(days)) == 8
        gaps = [(later - day).days for day, later in itertools.pairwise(days[1:])]
        assert min(gaps) >= 2


def test_letter_too_late_for_its_window_returns_and_keeps_its_row(
    joined: Join, moment: datetime
) -> None:
    person = joined()
    due = person.due_at
    actions.queue_due(now=due)
    first = Message.objects.get(contact=person.contact)

    deliver(due + timedelta(hours=4))
    actions.settle(now=due + timedelta(hours=4))
    person.refresh_from_db()
    tick(person.due_at)

    again = Message.objects.get(contact=person.contact)
    assert person.due_at == due + timedelta(days=1)
    assert (again.pk, again.state, again.sent_at) == (first.pk, "sent", person.due_at)
    assert Progress.objects.filter(enrollment=person).count() == 1


@pytest.mark.parametrize("state", [Message.State.FAILED, Message.State.SKIPPED])
def test_failed_and_skipped_letters_move_on_at_once(
    joined: Join, moment: datetime, state: str
) -> None:
    person = joined()
    due = person.due_at
    actions.queue_due(now=due)
    deliver(due, state=state)

    actions.settle(now=due + timedelta(minutes=1))

    person.refresh_from_db()
    assert person.next_lesson.position == 2
    assert person.due_at == due
    assert Progress.objects.get(enrollment=person).day is None


def test_reader_outside_the_audience_moves_on_without_using_a_day(
    joined: Join, course: Course, moment: datetime
) -> None:
    reword(
        course.lessons.get(position=1),
        audience='profile == "push"',
        rests_on="thought",
        is_published=True,
    )
    person = joined(facts=Facts(profile="ally"))
    contacts.give(contact=person.contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)

    tick(person.due_at)

    assert [subject for subject, _at in sent(person.contact)] == ["Lesson 2"]
    skipped = Progress.objects.get(enrollment=person, outcome=Progress.Outcome.SKIPPED)
    assert "profile “Carrying the Hope”" in skipped.why


def test_promise_18_a_lesson_chosen_by_answers_passes_over_who_does_not_share_them(
    joined: Join, course: Course
) -> None:
    reword(
        course.lessons.get(position=1),
        audience='profile == "push"',
        rests_on="thought",
        is_published=True,
    )
    reword(
        course.lessons.get(position=2),
        audience='not profile == "push"',
        rests_on="thought",
        is_published=True,
    )
    people = [joined(f"{one}@example.org", facts=Facts(profile=one)) for one in ("push", "ally")]

    tick(people[0].due_at)

    assert [subject for one in people for subject, _at in sent(one.contact)] == ["Lesson 3"] * 2
    skipped = Progress.objects.filter(outcome=Progress.Outcome.SKIPPED).values_list("why")
    assert skipped.count() == 4
    assert len(set(skipped)) == 1


def test_two_courses_share_one_lesson_a_day(joined: Join, course: Course, moment: datetime) -> None:
    other = make_course("another", lessons=4)
    person = joined()
    joined(into=other)

    run_to_end(moment)

    letters = sent(person.contact)
    days = {at.astimezone(ZoneInfo("Europe/Berlin")).date() for _subject, at in letters}
    assert len(letters) == len(days) == 12


def test_same_tick_delivered_three_times_changes_nothing(joined: Join, moment: datetime) -> None:
    person = joined()
    due = person.due_at

    for _again in range(3):
        actions.queue_due(now=due)
        deliver(due)
        actions.queue_due(now=due)
    for _again in range(3):
        actions.settle(now=due)

    assert len(sent(person.contact)) == 1
    assert Progress.objects.filter(enrollment=person).count() == 1


def test_unsubscribed_reader_leaves_and_a_change_of_mind_brings_her_back(
    joined: Join, course: Course, moment: datetime
) -> None:
    person = joined()
    due = person.due_at
    contacts.unsubscribe(contact=person.contact, purpose=course.purpose, now=moment)
    tick(due)
    person.refresh_from_db()
    assert person.state == Enrollment.State.LEFT

    contacts.resubscribe(contact=person.contact, purpose=course.purpose, now=due)
    tick(due + timedelta(minutes=1))
    tick(due + timedelta(minutes=2))

    person.refresh_from_db()
    assert person.state == Enrollment.State.ACTIVE
    assert [subject for subject, _at in sent(person.contact)] == ["Lesson 1"]


def test_bounced_address_is_held_and_looked_at_once_a_day(joined: Join, moment: datetime) -> None:
    person = joined()
    due = person.due_at
    contacts.suppress(address=person.contact.email, reason="bounce", detail="", now=moment)

    tick(due)

    person.refresh_from_db()
    assert sent(person.contact) == []
    assert person.due_at == due + timedelta(days=1)


def test_paused_course_sends_nothing_and_goes_on_without_a_burst(
    joined: Join, course: Course, moment: datetime
) -> None:
    person = joined()
    actions.set_state(course=course, state=Course.State.PAUSED, now=moment)
    run(moment, moment + timedelta(days=5), step=timedelta(hours=6))
    assert sent(person.contact) == []

    actions.set_state(course=course, state=Course.State.OPEN, now=moment + timedelta(days=5))
    run_to_end(moment + timedelta(days=5), days=4)

    assert [subject for subject, _at in sent(person.contact)] == ["Lesson 1", "Lesson 2"]


def test_unpublished_lesson_comes_back_and_people_move_on(
    joined: Join, course: Course, moment: datetime
) -> None:
    person = joined()
    due = person.due_at
    actions.queue_due(now=due)

    actions.unpublish(lesson=course.lessons.get(position=1), now=due)
    run_to_end(due)

    assert [subject for subject, _at in sent(person.contact)] == ALL_EIGHT[1:]
    assert Message.objects.filter(state=Message.State.WITHDRAWN).count() == 1


def test_deleted_lesson_strands_nobody(joined: Join, course: Course, moment: datetime) -> None:
    person = joined()
    tick(person.due_at)
    actions.settle(now=person.due_at)

    course.lessons.get(position=2).delete()
    run_to_end(person.due_at + timedelta(hours=1))

    assert [subject for subject, _at in sent(person.contact)] == ["Lesson 1", *ALL_EIGHT[2:]]


def test_lesson_added_behind_a_reader_is_not_sent_to_her(
    joined: Join, course: Course, moment: datetime
) -> None:
    person = joined()
    run_to_end(person.due_at, days=3)
    assert len(sent(person.contact)) == 2

    Lesson.objects.filter(position__gt=1).update(position=20)
    for number, lesson in enumerate(Lesson.objects.filter(position=20).order_by("pk")):
        Lesson.objects.filter(pk=lesson.pk).update(position=20 + number)
    make_lesson(course, 2, key="new", title="New")
    run_to_end(person.due_at + timedelta(days=3))

    assert [subject for subject, _at in sent(person.contact)] == ALL_EIGHT


def test_bad_row_never_stops_the_rest(
    joined: Join, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = joined("bad@example.org"), joined("good@example.org")
    Enrollment.objects.filter(pk=bad.pk).update(facts={"conditions": 1}, names="no mapping")

    tick(good.due_at)

    bad.refresh_from_db()
    assert len(sent(good.contact)) == 1
    assert bad.due_at == good.due_at + timedelta(minutes=10)


@pytest.mark.parametrize("trouble", [OperationalError("server closed"), InterfaceError("closed")])
def test_promise_1_row_is_not_put_off_for_the_databases_trouble(
    joined: Join, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    person = joined()
    troubles = iter([trouble, trouble])  # of the batch, and of the row by itself
    queue_all = enqueue.mail.queue_all

    def fails_at_first(*known: Any, **named: Any) -> Any:
        for one in troubles:
            raise one
        return queue_all(*known, **named)

    monkeypatch.setattr(enqueue.mail, "queue_all", fails_at_first)

    tick(person.due_at)
    assert sent(person.contact) == []
    tick(person.due_at + timedelta(seconds=20))

    assert len(sent(person.contact)) == 1
