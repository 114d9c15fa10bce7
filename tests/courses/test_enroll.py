"""Into a course and out of it, at the edges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from courses import actions
from courses.models import Course, Enrollment, Progress
from mail.models import Message
from tests.courses.conftest import run_to_end, sent, tick

Join = Callable[..., Enrollment]


def test_coming_back_goes_on_where_the_reader_stopped(
    joined: Join, asked: Join, moment: datetime
) -> None:
    place = joined()
    tick(place.due_at)
    tick(place.due_at + timedelta(minutes=1))
    back = moment + timedelta(days=30)
    actions.leave(enrollment=place, now=moment + timedelta(days=2))

    asked(now=back)
    place.refresh_from_db()
    assert place.state == Enrollment.State.LEFT
    actions.confirm(enrollment=place, now=back)
    run_to_end(back)

    subjects = [subject for subject, _at in sent(place.contact)]
    assert subjects == [f"Lesson {number}" for number in range(1, 9)]


def test_coming_back_starts_over_where_the_course_says_so(
    joined: Join, course: Course, moment: datetime
) -> None:
    Course.objects.update(restart=True)
    place = joined()
    tick(place.due_at)
    tick(place.due_at + timedelta(minutes=1))
    actions.leave(enrollment=place, now=moment + timedelta(days=2))

    back = moment + timedelta(days=30)
    actions.confirm(enrollment=place, now=back)
    run_to_end(back)

    assert [subject for subject, _at in sent(place.contact)][:2] == ["Lesson 1", "Lesson 1"]
    assert len(sent(place.contact)) == 9


def test_leaving_takes_back_a_letter_not_yet_sent(joined: Join) -> None:
    place = joined()
    actions.queue_due(now=place.due_at)

    actions.leave(enrollment=place, now=place.due_at)
    actions.leave(enrollment=place, now=place.due_at)

    assert Message.objects.get().state == Message.State.WITHDRAWN
    assert not Progress.objects.exists()


def test_letter_leaving_as_the_reader_stops_is_still_written_down(joined: Join) -> None:
    place = joined()
    due = place.due_at
    actions.queue_due(now=due)
    Message.objects.update(state=Message.State.SENDING)

    actions.leave(enrollment=place, now=due)
    Message.objects.update(state=Message.State.SENT, sent_at=due, settled_at=due)
    actions.settle(now=due + timedelta(minutes=1))

    place.refresh_from_db()
    assert (place.state, place.message) == (Enrollment.State.LEFT, None)
    assert Progress.objects.get().outcome == Progress.Outcome.SENT


def test_booking_changes_a_letter_already_queued(joined: Join) -> None:
    place = joined()
    due = place.due_at
    actions.queue_due(now=due)
    assert Message.objects.get().facts["booked"] is False

    actions.mark_booked(contact=place.contact, booked=True, now=due)
    tick(due)

    message = Message.objects.get()
    assert (message.state, message.facts["booked"]) == ("sent", True)


def test_zone_changed_over_the_date_line_gives_no_second_lesson_that_day(
    joined: Join, course: Course, moment: datetime
) -> None:
    course.lessons.update(delay_days=0)
    place = joined(zone="Pacific/Kiritimati")
    tick(place.due_at)
    tick(place.due_at + timedelta(minutes=1))

    later = place.due_at + timedelta(hours=2)
    actions.change_zone(contact=place.contact, zone="Pacific/Pago_Pago", now=later)
    run_to_end(later)

    days = [row.day for row in Progress.objects.filter(enrollment=place)]
    assert len(set(days)) == len(days) == 8


def test_message_carries_what_a_letter_may_say(joined: Join, course: Course) -> None:
    place = joined(first_name="Robin")
    actions.queue_due(now=place.due_at)

    message = Message.objects.get()
    lesson = course.lessons.get(position=1)
    assert message.key == f"lesson:{place.uid}:{lesson.uid}"
    assert (message.purpose, message.consent) == ("course", course.purpose)
    assert message.values["first_name"] == "Robin"
    assert message.values["book_url"].startswith("http://testserver/book/?for=")
    assert message.not_before == place.due_at
    assert message.not_after == place.due_at + timedelta(hours=4)
