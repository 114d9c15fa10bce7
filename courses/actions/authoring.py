"""What the author does to a course: publish and take back lessons, change the timetable."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from assessments import actions as assessments
from courses.actions.planning import locked, replan
from courses.models import Course, Enrollment, Lesson, PublishedLesson
from courses.words import LESSON
from mail import actions as mail
from mail.models import Letter, Purpose
from writing.faults import Fault


def faults(lesson: Lesson) -> list[Fault]:
    """What keeps a lesson from being published; empty when nothing does."""
    return mail.check(
        subject=lesson.subject,
        preheader=lesson.preheader,
        source=lesson.body,
        passages=assessments.passages(),
        vocabulary=LESSON,
    )


@transaction.atomic
def publish(*, lesson: Lesson, now: datetime) -> Letter:
    """Freeze the lesson's words; from now on it goes out in these.

    People past its place in the order do not get it. Raises writing.faults.Refused.
    """
    letter = mail.publish(
        name=f"{lesson.course}: {lesson}"[:200],
        purpose=Purpose.COURSE,
        subject=lesson.subject,
        preheader=lesson.preheader,
        source=lesson.body,
        passages=assessments.published_passages(),
        extra_vocabulary=LESSON,
        now=now,
    )
    assessments.passages_go_out(letter.body.get("passages", ()), now=now)
    lesson.letter, lesson.state, lesson.published_at = letter, Lesson.State.PUBLISHED, now
    lesson.save(update_fields=("letter", "state", "published_at"))
    last = lesson.publishings.first()
    if last is None or last.letter_id != letter.pk:
        PublishedLesson.objects.create(lesson=lesson, letter=letter, published_at=now)
    look_again(course=lesson.course, now=now)
    return letter


@transaction.atomic
def unpublish(*, lesson: Lesson, now: datetime) -> None:
    """Take a lesson out of the course: what is unsent comes back, people move on."""
    lesson.state = Lesson.State.OFF
    lesson.save(update_fields=("state",))
    _take_back_unsent(
        Enrollment.objects.filter(next_lesson=lesson),
        reason="The lesson was taken out of the course.",
        now=now,
    )
    look_again(course=lesson.course, now=now)


@transaction.atomic
def set_state(*, course: Course, state: str, now: datetime) -> None:
    """Open, close or pause a course; a pause takes back what is unsent."""
    course.state = state
    course.save(update_fields=("state",))
    if state == Course.State.PAUSED:
        _take_back_unsent(
            Enrollment.objects.filter(course=course), reason="The course is paused.", now=now
        )


def look_again(*, course: Course, now: datetime) -> int:
    """After a change of the timetable: everybody's next step is worked out anew by the next tick.

    Nothing goes out sooner than the gates allow, so this never makes a burst.
    """
    waiting = Enrollment.objects.filter(course=course, state=Enrollment.State.ACTIVE, message=None)
    return waiting.filter(due_at__gt=now).update(due_at=now)


def only_for_newcomers(*, course: Course, lessons: Collection[str], now: datetime) -> None:
    """Lessons (by public id) that only people who confirm from now on will get."""
    course.lessons.filter(uid__in=lessons).update(newcomers_since=now)
    look_again(course=course, now=now)


def _take_back_unsent(people: QuerySet[Enrollment], *, reason: str, now: datetime) -> None:
    on_their_way = people.filter(state=Enrollment.State.ACTIVE, message__isnull=False)
    for pk in on_their_way.values_list("pk", flat=True):
        replan(locked(pk), reason=reason, now=now)
