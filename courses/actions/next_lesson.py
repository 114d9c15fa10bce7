"""The next step of one place in a course: planned, taken back, finished. Callers hold its lock."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from contacts import actions as contacts
from contacts.models import Contact, ContactTag
from courses.actions.prefetch import Prefetched, due_at, gathered
from courses.models import Course, Enrollment, Lesson, Progress
from mail import actions as mail

log = logging.getLogger(__name__)
LOOK_AGAIN = timedelta(days=1)
STEP = (
    *("next_lesson", "due_at", "message", "settled_at", "at_once"),
    *("state", "finished_at"),
)
"""What the timetable itself writes into a place."""


def locked(pk: int) -> Enrollment:
    """The row, locked with its person until the end of the transaction."""
    contacts.lock_owner(enrollments=pk)
    rows = Enrollment.objects.select_related("course__offer", "contact", "message")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def plan(enrollment: Enrollment, prefetched: Prefetched, *, spare_today: bool = False) -> None:
    """Set the next lesson and the moment before which it will not go; or the end. Not written."""
    lesson = prefetched.upcoming(enrollment)
    enrollment.next_lesson = lesson
    if lesson is None:
        enrollment.due_at = None
        enrollment.state = Enrollment.State.FINISHED
        enrollment.finished_at = prefetched.now
    else:
        enrollment.due_at = floor(enrollment, lesson, prefetched, spare_today=spare_today)


def floor(
    enrollment: Enrollment, lesson: Lesson, prefetched: Prefetched, *, spare_today: bool
) -> datetime:
    """The opening of the next slot; where the timetable never opens, a day from now."""
    situation = prefetched.situation(enrollment, lesson)
    if spare_today:
        situation = replace(situation, taken=situation.taken | {situation.today})
    at = due_at(situation)
    if at is None:
        log.warning("course %s never opens", enrollment.course_id)
    return at or prefetched.now + LOOK_AGAIN


def plan_next(enrollment: Enrollment, *, now: datetime) -> None:
    """Plan one person's next step and write it down."""
    plan(enrollment, gathered([enrollment], now=now))
    keep([enrollment], now=now)


def keep(places: Sequence[Enrollment], *, now: datetime) -> None:
    """Write down the steps of locked places, however many, with one statement.

    None of them can be missing, so that what reads as an insert only ever updates.
    """
    Enrollment.objects.bulk_create(
        places, update_conflicts=True, unique_fields=("id",), update_fields=STEP
    )
    finished: dict[Course, list[Contact]] = defaultdict(list)
    for place in places:
        if place.finished_at == now and place.next_lesson is None:
            finished[place.course].append(place.contact)
    for course, people in finished.items():
        contacts.record_all(people, kind="course_finished", now=now)
        source = ContactTag.PutOnBy.FINISHED
        contacts.tag_all(people, label=course.tag_finished, source=source, why=course, now=now)


def take_back(enrollment: Enrollment, *, reason: str, now: datetime) -> bool:
    """Withdraw the letter on its way, if it has not left yet; its day is free again."""
    message = enrollment.message
    # `withdraw` says no where a worker holds it: it may be at the server already, and `settle` then
    # learns what became of it.
    if message is None or not mail.withdraw(key=message.key, reason=reason, now=now):
        return False
    put_back(enrollment)
    return True


def put_back(enrollment: Enrollment) -> None:
    """Return the lesson on its way to the timetable: the same message is opened again later."""
    # The row holds the person's day: left here, no course could use the day any more.
    enrollment.progress.filter(outcome=Progress.Outcome.ON_ITS_WAY).delete()
    enrollment.message = None
    enrollment.save(update_fields=("message",))


def replan(enrollment: Enrollment, *, reason: str, now: datetime) -> Enrollment:
    """Take back what is unsent and plan anew; a letter already leaving is left to settle."""
    if enrollment.message_id is None or take_back(enrollment, reason=reason, now=now):
        plan_next(enrollment, now=now)
    return enrollment
