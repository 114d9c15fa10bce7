"""The honest funnel: people counted from what happened on our side. No opens, no clicks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from contacts.models import Event
from courses.actions.prefetch import REPLIED
from courses.models import Course, Enrollment, Progress

FEWEST_FOR_PERCENT = 30


@dataclass(frozen=True)
class StatLine:
    """One count; `of` is what it is a share of."""

    count: int
    of: int

    @property
    def percent(self) -> str:
        """A whole percentage, or nothing where there are too few people for one."""
        return f"{100 * self.count / self.of:.0f} %" if self.of >= FEWEST_FOR_PERCENT else ""


def funnel(course: Course) -> dict[str, Any]:
    """People of one course, each counted once a line; tests the author sent herself are no people.
    Every share is of those who asked for it; in `lessons`, of those who got the lesson, by what was
    the last lesson they had before.
    """
    places = course.enrollments.all()
    enrolled = places.count()
    had = _last_lessons(course)
    replied, booked = _after(course, REPLIED), _after(course, "booked")
    left = _lesson_of(places.filter(state=Enrollment.State.LEFT), had)
    sent = Counter(
        Progress.objects.filter(
            enrollment__course=course, outcome=Progress.Outcome.SENT
        ).values_list("lesson", flat=True)
    )
    return {
        "enrolled": enrolled,
        "confirmed": StatLine(places.exclude(confirmed_at=None).count(), enrolled),
        "sent": StatLine(len(had), enrolled),
        "replied": StatLine(_people(course, REPLIED), enrolled),
        "booked": StatLine(_people(course, "booked"), enrolled),
        "left": StatLine(places.filter(state=Enrollment.State.LEFT).count(), enrolled),
        "lessons": [
            {
                "title": str(lesson),
                "sent": sent[lesson.pk],
                "replied": StatLine(replied[lesson.pk], sent[lesson.pk]),
                "booked": StatLine(booked[lesson.pk], sent[lesson.pk]),
                "left": StatLine(left[lesson.pk], sent[lesson.pk]),
            }
            for lesson in course.lessons.all()
            if sent[lesson.pk] or lesson.state != lesson.State.OFF
        ],
    }


def _people(course: Course, kind: str) -> int:
    return (
        Event.objects.filter(kind=kind, contact__enrollments__course=course)
        .values("contact")
        .distinct()
        .count()
    )


def _last_lessons(course: Course) -> dict[int, int]:
    """The last lesson sent to each place."""
    rows = Progress.objects.filter(enrollment__course=course, outcome=Progress.Outcome.SENT)
    return dict(rows.order_by("at", "pk").values_list("enrollment", "lesson"))


def _lesson_of(places: QuerySet[Enrollment], had: dict[int, int]) -> Counter[int]:
    ids = places.values_list("pk", flat=True)
    return Counter(had[pk] for pk in ids if pk in had)


def _after(course: Course, kind: str) -> Counter[int]:
    """For each lesson: people whose first event of a kind came while it was their last one."""
    earlier = Progress.objects.filter(
        enrollment__course=course,
        outcome=Progress.Outcome.SENT,
        contact=OuterRef("contact"),
        at__lte=OuterRef("at"),
    ).order_by("-at", "-pk")
    events = Event.objects.filter(kind=kind, contact__enrollments__course=course).annotate(
        lesson=Subquery(earlier.values("lesson")[:1])
    )
    first: dict[int, int] = {}
    for contact, lesson in events.order_by("at", "pk").values_list("contact", "lesson"):
        if lesson is not None:
            first.setdefault(contact, lesson)
    return Counter(first.values())
