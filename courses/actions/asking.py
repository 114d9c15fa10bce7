"""What is known about a person's next lesson, gathered from rows for the pure gates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contacts.models import Consent, Contact, Suppression
from courses import schedule
from courses.gates import Situation, gates
from courses.models import Course, Enrollment, Lesson, Progress
from courses.why import Why
from courses.words import INVITES
from mail.models import Breaker
from pulse.models import Heartbeat
from writing.facts import Facts

REPLIED = "replied"  # the kind of event the post office records
INVITE_AGAIN_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Coming:
    """The place of the next lesson in the order, and when it comes; or it is on its way now."""

    position: int
    at: datetime
    on_its_way: bool = False


def facts(enrollment: Enrollment, *, now: datetime) -> Facts:
    """What the letters go by: the frozen facts, and what has happened since."""
    frozen = Facts.from_json(enrollment.facts)
    invites = not enrollment.booked and not talking(enrollment.contact, now=now)
    return replace(
        frozen,
        has_name=bool(enrollment.first_name),
        booked=enrollment.booked,
        flags=frozen.flags | {INVITES} if invites else frozen.flags - {INVITES},
    )


def talking(contact: Contact, *, now: datetime) -> bool:
    """Whether the reader wrote back lately: then letters do not invite her to book."""
    lately = contact.events.filter(kind=REPLIED, at__gt=now - INVITE_AGAIN_AFTER)
    return bool(lately.exists())


def remaining(
    lessons: Iterable[Lesson], *, had: Mapping[int, int], joined_at: datetime | None
) -> Iterator[Lesson]:
    """The published lessons still ahead, in order: at or behind the last one had, and not for
    newcomers only. `had` maps lessons (by row) to their places in the order.
    """
    last = max(had.values(), default=0)
    for lesson in lessons:
        is_news = lesson.newcomers_since and (not joined_at or joined_at <= lesson.newcomers_since)
        if lesson.position >= last and lesson.pk not in had and not is_news:
            yield lesson


def upcoming(enrollment: Enrollment) -> Lesson | None:
    """The first published lesson ahead of a person."""
    had = dict(enrollment.progress.over().values_list("lesson_id", "lesson__position"))
    lessons = enrollment.course.lessons.published().defer("body")
    return next(remaining(lessons, had=had, joined_at=enrollment.confirmed_at), None)


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
        facts=facts(enrollment, now=now),
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
