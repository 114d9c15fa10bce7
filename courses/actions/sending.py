"""The engine: looks at whoever is due, hands letters to the post office, follows what became of
them. Every look is one short transaction on one locked row; a bad row never stops the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from courses import links, schedule
from courses.actions.asking import facts, situation, upcoming
from courses.actions.joining import mark_left
from courses.actions.planning import LOOK_AGAIN, plan_next, put_back
from courses.gates import Act, Decision, decide
from courses.models import Enrollment, Lesson, Progress
from courses.schedule import Slot
from mail import actions as mail
from mail.models import Message, Purpose

log = logging.getLogger(__name__)
AFTER_A_FAULT = timedelta(minutes=10)
Look = Callable[[int, datetime], bool]


def each(ids: Iterable[int], look: Look, now: datetime) -> int:
    """Look at each row by itself; a fault is logged and that row looked at again later."""
    done = 0
    for pk in ids:
        try:
            with transaction.atomic():
                done += look(pk, now)
        except Exception:
            log.exception("place %s in a course could not be handled", pk)
            Enrollment.objects.filter(pk=pk, due_at__lte=now).update(due_at=now + AFTER_A_FAULT)
            Enrollment.objects.filter(pk=pk, remind_at__lte=now).update(
                remind_at=now + AFTER_A_FAULT
            )
    return done


def queue_due(*, now: datetime, limit: int = 500) -> int:
    """Look at those whose next lesson is due; returns how many were handled."""
    ids = list(Enrollment.objects.due(now).values_list("pk", flat=True)[:limit])
    return each(ids, _look, now)


def _look(pk: int, now: datetime) -> bool:
    """Send, skip, wait or leave, as the gates say. False: another scheduler has the row."""
    rows = Enrollment.objects.due(now).select_related("course", "contact")
    enrollment = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if enrollment is None:
        return False
    lesson, decision = _decision(enrollment, now)
    if lesson is None or decision is None:
        plan_next(enrollment, now=now)
    elif decision.act is Act.SEND:
        hand_over(enrollment, lesson, slot=decision.slot, now=now)
    elif decision.act is Act.LEAVE:
        mark_left(enrollment, now=now)
    else:
        _wait(enrollment, lesson, until=decision.slot.opens_at)
    return True


def _decision(enrollment: Enrollment, now: datetime) -> tuple[Lesson | None, Decision | None]:
    """What to do about the next lesson that is meant for this person."""
    while lesson := upcoming(enrollment):
        try:
            decision = decide(situation(enrollment, lesson, now=now))
        except schedule.NeverOpens:
            never = Slot(now.date(), now + LOOK_AGAIN, now + LOOK_AGAIN)
            return lesson, Decision(Act.WAIT, never)
        if decision.act is not Act.SKIP:
            return lesson, decision
        skip(enrollment, lesson, why=decision.gate.sentence if decision.gate else "", now=now)
    return None, None


def skip(enrollment: Enrollment, lesson: Lesson, *, why: str, now: datetime) -> None:
    """Pass over a lesson that is not meant for this person; it uses no day."""
    Progress.objects.create(
        enrollment=enrollment,
        lesson=lesson,
        contact=enrollment.contact,
        outcome=Progress.Outcome.SKIPPED,
        why=why[:200],
        at=now,
    )
    enrollment.settled_at, enrollment.at_once = now, True
    enrollment.save(update_fields=("settled_at", "at_once"))


def _wait(enrollment: Enrollment, lesson: Lesson, *, until: datetime) -> None:
    enrollment.next_lesson, enrollment.due_at = lesson, until
    enrollment.save(update_fields=("next_lesson", "due_at"))


def hand_over(enrollment: Enrollment, lesson: Lesson, *, slot: Slot, now: datetime) -> bool:
    """Give the letter to the post office; False where another course took the day just now."""
    try:
        with transaction.atomic():
            Progress.objects.create(
                enrollment=enrollment,
                lesson=lesson,
                contact=enrollment.contact,
                day=slot.day,
                at=now,
            )
    except IntegrityError:
        plan_next(enrollment, now=now)
        return False
    assert lesson.letter is not None  # published lessons have one
    enrollment.message = mail.queue(
        key=enrollment.message_key(lesson),
        letter=lesson.letter,
        contact=enrollment.contact,
        purpose=Purpose.COURSE,
        consent=enrollment.course.purpose,
        facts=facts(enrollment, now=now),
        names=enrollment.names,
        values=links.values(enrollment),
        not_before=slot.opens_at,
        not_after=slot.closes_at,
        now=now,
    )
    enrollment.next_lesson, enrollment.due_at = lesson, slot.opens_at
    enrollment.save(update_fields=("message", "next_lesson", "due_at"))
    return True


OUTCOMES = {
    Message.State.SENT: Progress.Outcome.SENT,
    Message.State.FAILED: Progress.Outcome.FAILED,
    Message.State.SKIPPED: Progress.Outcome.SKIPPED,
}


def settle(*, now: datetime, limit: int = 500) -> int:
    """Follow letters that reached their end: sent ones lead to the next lesson after its delay,
    failed and skipped ones at once, withdrawn and expired ones return to the timetable.
    """
    ids = list(Enrollment.objects.settled().values_list("pk", flat=True)[:limit])
    return each(ids, _settle, now)


def _settle(pk: int, now: datetime) -> bool:
    rows = Enrollment.objects.settled().select_related("course", "contact", "message")
    enrollment = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if enrollment is None or enrollment.message is None:
        return False
    message = enrollment.message
    outcome = OUTCOMES.get(Message.State(message.state))
    if outcome:
        sent = outcome is Progress.Outcome.SENT
        at = message.sent_at or message.settled_at or now
        current = enrollment.progress.filter(outcome=Progress.Outcome.ON_ITS_WAY)
        current.update(outcome=outcome, at=at, why="" if sent else message.reason[:200])
        if not sent:
            enrollment.progress.filter(outcome=outcome).update(day=None)
        enrollment.settled_at, enrollment.at_once = at, not sent
        enrollment.save(update_fields=("settled_at", "at_once"))
    put_back(enrollment)
    if enrollment.state == Enrollment.State.ACTIVE:
        # One the author took back stays away for the rest of the day.
        taken_back = message.state == Message.State.WITHDRAWN
        plan_next(enrollment, now=now, spare_today=taken_back)
    return True
