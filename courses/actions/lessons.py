"""What the author does to a course: publish and take back lessons, change the timetable."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from courses.actions.next_lesson import locked, replan
from courses.models import LONGEST_TITLE, Course, Enrollment, Lesson
from mail import actions as mail
from publishing import actions as publishing
from publishing.models import Revision


def go_out(lesson: Lesson, revision: Revision, now: datetime) -> None:
    """The lesson is published: from now on it goes out in these words. Called by `publishing`.

    People past its place in the order do not get it.
    """
    lesson.letter, lesson.state = mail.wording(revision, now=now), Lesson.State.PUBLISHED
    lesson.save(update_fields=("letter", "state"))
    look_again(course=lesson.course, now=now)


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
def copy_course(course: Course, *, by: Any = None, now: datetime) -> Course:
    """A course with drafts of the same lessons, under a name of its own; it takes nobody."""
    left_out = {"id", "uid", "slug", "title", "state"}
    columns = {field.name: getattr(course, field.name) for field in course._meta.concrete_fields}
    made = Course.objects.create(
        **{name: value for name, value in columns.items() if name not in left_out},
        slug=publishing.free_name(course, "slug", ending="-copy"),
        title=(gettext("Copy of %s") % course.title)[:LONGEST_TITLE],
        state=Course.State.CLOSED,
    )
    for lesson in course.lessons.all():
        state = Lesson.State.OFF if lesson.is_off else Lesson.State.DRAFT
        publishing.copy(lesson, course=made, state=state, by=by, now=now)
    return made


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
    # One statement, however many: the next tick asks every gate and dates them anew.
    return waiting.filter(due_at__gt=now).update(due_at=now)


def only_for_newcomers(*, course: Course, lessons: Collection[str], now: datetime) -> None:
    """Lessons (by public id) that only people who confirm from now on will get."""
    course.lessons.filter(uid__in=lessons).update(newcomers_since=now)
    look_again(course=course, now=now)


def _take_back_unsent(people: QuerySet[Enrollment], *, reason: str, now: datetime) -> None:
    on_their_way = people.filter(state=Enrollment.State.ACTIVE, message__isnull=False)
    # `locked` takes each one's person: in the order in which a merge takes two of them.
    for pk in on_their_way.order_by("contact", "pk").values_list("pk", flat=True):
        replan(locked(pk), reason=reason, now=now)
