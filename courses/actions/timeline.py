"""What happened to one person in a course, newest first: events, consents, letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from contacts.event_names import EVENT_NAMES
from courses.models import Enrollment

MOST = 100


@dataclass(frozen=True)
class CourseEvent:
    """One thing that happened, in words for the author."""

    at: datetime
    words: str


def timeline(enrollment: Enrollment) -> list[CourseEvent]:
    """The last hundred things."""
    lines = [*_events(enrollment), *_consents(enrollment), *_letters(enrollment)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:MOST]


def _events(enrollment: Enrollment) -> Iterator[CourseEvent]:
    for event in enrollment.contact.events.all()[:MOST]:
        yield CourseEvent(event.at, str(EVENT_NAMES.get(event.kind, event.kind.replace("_", " "))))


def _consents(enrollment: Enrollment) -> Iterator[CourseEvent]:
    for consent in enrollment.contact.consents.filter(purpose=enrollment.course.purpose):
        yield CourseEvent(consent.at, f"{consent.get_act_display()}: “{consent.wording}”")


def _letters(enrollment: Enrollment) -> Iterator[CourseEvent]:
    for row in enrollment.progress.select_related("lesson"):
        why = f" ({row.why})" if row.why else ""
        yield CourseEvent(row.at, f"{row.lesson}: {row.get_outcome_display()}{why}")
