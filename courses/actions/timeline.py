"""What happened to one person in a course, newest first: events, consents, letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contacts.event_names import EVENT_NAMES
from courses.models import Enrollment

MOST = 100


type CourseEvent = tuple[datetime, str]
"""One thing that happened, in words for the author."""


def timeline(enrollment: Enrollment, *, sees_answers: bool) -> list[CourseEvent]:
    """The last hundred things; for whoever may not see answers without lessons that only some
    answers bring, had or passed over.
    """
    letters = _letters(enrollment, sees_answers=sees_answers)
    lines = [*_events(enrollment), *_consents(enrollment), *letters]
    return sorted(lines, key=lambda line: line[0], reverse=True)[:MOST]


def _events(enrollment: Enrollment) -> Iterator[CourseEvent]:
    for event in enrollment.contact.events.all()[:MOST]:
        yield event.at, str(EVENT_NAMES.get(event.kind, event.kind.replace("_", " ")))


def _consents(enrollment: Enrollment) -> Iterator[CourseEvent]:
    for consent in enrollment.contact.consents.filter(purpose=enrollment.course.purpose):
        yield consent.at, f"{consent.get_act_display()}: “{consent.wording}”"


def _letters(enrollment: Enrollment, *, sees_answers: bool) -> Iterator[CourseEvent]:
    rows = enrollment.progress.select_related("lesson__letter").defer("lesson__letter__body")
    for row in rows:
        if row.lesson.is_for_some and not sees_answers:
            continue
        why = f" ({row.why})" if row.why else ""
        yield row.at, f"{row.lesson}: {row.get_outcome_display()}{why}"
