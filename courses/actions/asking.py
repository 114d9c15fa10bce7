"""What is known about a person's next lesson, gathered from rows for the pure gates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from contacts.models import Consent, Suppression
from courses import schedule
from courses.gates import Situation, gates
from courses.models import Course, Enrollment, Lesson, Progress
from courses.why import Why
from mail.models import Breaker
from pulse.models import Heartbeat
from writing.facts import Facts


@dataclass(frozen=True)
class Coming:
    """The place of the next lesson in the order, and when it comes; or it is on its way now."""

    position: int
    at: datetime
    on_its_way: bool = False


def facts(enrollment: Enrollment) -> Facts:
    """What the letters go by: the frozen facts, and whether an hour is booked by now."""
    frozen = Facts.from_json(enrollment.facts)
    return replace(frozen, has_name=bool(enrollment.first_name), booked=enrollment.booked)


def upcoming(enrollment: Enrollment) -> Lesson | None:
    """The first published lesson not had yet, at or behind the last one had."""
    had = enrollment.progress.over()
    last = had.aggregate(last=Max("lesson__position"))["last"] or 0
    ahead: QuerySet[Lesson] = enrollment.course.lessons.published().filter(position__gte=last)
    return ahead.exclude(pk__in=had.values("lesson")).first()


def situation(enrollment: Enrollment, lesson: Lesson, *, now: datetime) -> Situation:
    """The person's next lesson at this moment, as the gates see it."""
    course, contact = enrollment.course, enrollment.contact
    zone = enrollment.reader_zone
    days = Progress.objects.filter(
        contact=contact, day__gte=schedule.local_day(now, zone) - timedelta(days=1)
    ).exclude(enrollment=enrollment, lesson=lesson)
    return Situation(
        now=now,
        zone=zone,
        card=lesson.card(course),
        previous=enrollment.settled_at or enrollment.confirmed_at or now,
        facts=facts(enrollment),
        at_once=enrollment.at_once,
        taken=frozenset(day for day in days.values_list("day", flat=True) if day),
        confirmed=enrollment.confirmed_at is not None and contact.confirmed_at is not None,
        consented=Consent.objects.stands(contact, course.purpose),
        mailable=not Suppression.objects.covers(contact),
        paused_until=enrollment.paused_until,
        course_paused=course.state == Course.State.PAUSED,
    )


def why(enrollment: Enrollment, *, now: datetime, real_now: datetime) -> Why:
    """Every gate for a person's next lesson, open or shut, and when it is due.

    `real_now` is the machine's time, by which processes are alive.
    """
    lesson = enrollment.next_lesson or upcoming(enrollment)
    if lesson is None or enrollment.state in (Enrollment.State.FINISHED, Enrollment.State.LEFT):
        return Why(enrollment.get_state_display(), zone=enrollment.reader_zone)
    known = replace(
        situation(enrollment, lesson, now=now),
        on_its_way=enrollment.message_id is not None,
        limit=held_back(),
        workers_alive=Heartbeat.objects.alive(real_now).exclude(kind="web").exists(),
    )
    return Why(
        enrollment.get_state_display(),
        zone=known.zone,
        lesson=str(lesson),
        gates=tuple(gates(known)),
        due_at=due_at(known),
    )


def due_at(known: Situation) -> datetime | None:
    """When the timetable lets the lesson go, or None where it never does."""
    try:
        return known.next_slot().opens_at
    except schedule.NeverOpens:
        return None


def coming(enrollment: Enrollment, *, now: datetime) -> Coming | None:
    """The next lesson and when it comes, for the reader; None when none will."""
    lesson = enrollment.next_lesson
    if enrollment.state != Enrollment.State.ACTIVE or lesson is None:
        return None
    if enrollment.message:
        return Coming(lesson.position, max(enrollment.message.not_before, now), True)
    at = due_at(situation(enrollment, lesson, now=now))
    return Coming(lesson.position, max(at, now)) if at else None


def awaits(enrollment: Enrollment, consent: Consent) -> bool:
    """Whether pressing the link of this asking would change anything."""
    if enrollment.state in (Enrollment.State.WAITING, Enrollment.State.LEFT):
        return True
    return bool(enrollment.offer) and consent.pk == enrollment.asked_id


def held_back() -> str:
    """Why the post office is holding mail back, if it is."""
    pause = Breaker.objects.filter(paused_at__isnull=False).first()
    return pause.reason if pause else ""
