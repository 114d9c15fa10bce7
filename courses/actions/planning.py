"""The next step of one place in a course: planned, taken back, finished. Callers hold its lock."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from contacts import actions as contacts
from courses import schedule
from courses.actions.asking import situation, upcoming
from courses.models import Enrollment, Lesson, Progress
from mail import actions as mail

log = logging.getLogger(__name__)
LOOK_AGAIN = timedelta(days=1)


def locked(pk: int) -> Enrollment:
    """The row, locked until the end of the transaction."""
    rows = Enrollment.objects.select_related("course", "contact", "message")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def plan_next(enrollment: Enrollment, *, now: datetime, spare_today: bool = False) -> None:
    """Set the next lesson and the moment before which it will not go; or the end."""
    lesson = upcoming(enrollment)
    enrollment.next_lesson = lesson
    if lesson is None:
        enrollment.due_at = None
        enrollment.state = Enrollment.State.FINISHED
        enrollment.finished_at = now
        contacts.record(contact=enrollment.contact, kind="course_finished", now=now)
    else:
        enrollment.due_at = floor(enrollment, lesson, now=now, spare_today=spare_today)
    enrollment.save(update_fields=("next_lesson", "due_at", "state", "finished_at"))


def floor(enrollment: Enrollment, lesson: Lesson, *, now: datetime, spare_today: bool) -> datetime:
    """The opening of the next slot; where the timetable never opens, a day from now."""
    known = situation(enrollment, lesson, now=now)
    if spare_today:
        known = replace(known, taken=known.taken | {known.today})
    try:
        return known.next_slot().opens_at
    except schedule.NeverOpens:
        log.warning("course %s never opens", enrollment.course_id)
        return now + LOOK_AGAIN


def take_back(enrollment: Enrollment, *, reason: str, now: datetime) -> bool:
    """Withdraw the letter on its way, if it has not left yet; its day is free again."""
    message = enrollment.message
    if message is None or not mail.withdraw(key=message.key, reason=reason, now=now):
        return False
    put_back(enrollment)
    return True


def put_back(enrollment: Enrollment) -> None:
    """Return the lesson on its way to the timetable: the same message is opened again later."""
    enrollment.progress.filter(outcome=Progress.Outcome.ON_ITS_WAY).delete()
    enrollment.message = None
    enrollment.save(update_fields=("message",))


def replan(enrollment: Enrollment, *, reason: str, now: datetime) -> Enrollment:
    """Take back what is unsent and plan anew; a letter already leaving is left to settle."""
    if enrollment.message_id is None or take_back(enrollment, reason=reason, now=now):
        plan_next(enrollment, now=now)
    return enrollment
