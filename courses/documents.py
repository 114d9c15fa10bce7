"""What this room declares of its documents; everything done with them is in `publishing`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from django.utils.translation import gettext as _

from assessments import actions as assessments
from courses import actions
from courses.models import Lesson
from courses.schema import LessonBody
from courses.variables import LESSON as WORDS
from health.clock import now
from mail import actions as mail
from mail.models import Purpose
from publishing.kinds import Effect, Finding, Kind, Preview, PreviewRequest
from writing import audience, liquid_check
from writing.errors import Refused
from writing.variables import Vocabulary


def lesson_findings(_lesson: Lesson, body: LessonBody) -> Iterator[Finding]:
    """What keeps a lesson from being published, each fault at the box it is in."""
    if not body.title.strip():
        yield Finding("title", _("Give it a title: you know it by that."))
    known = assessments.published_passages()
    yield from mail.findings(body, passages=known, vocabulary=WORDS)
    try:
        audience.read(body.audience)
    except Refused as refused:
        yield from (Finding("audience", fault.message) for fault in refused.faults)


def lesson_preview(lesson: Lesson, body: LessonBody, request: PreviewRequest) -> Preview:
    """The letter as a mail program shows it."""
    passages = assessments.unsaved_passages(request.instead)
    return actions.previewed(body, request.reader, passages, language=lesson.course.language)


def lesson_references(body: LessonBody) -> Set[str]:
    uses = liquid_check.uses(body.text) if liquid_check.readable(body.text) else liquid_check.Uses()
    return {f"passage:{key}" for key in uses.passages}


def lesson_closure(lesson: Lesson, body: LessonBody) -> Mapping[str, Any]:
    return mail.closure(
        name=f"{lesson.course}: {lesson}"[:200],
        purpose=Purpose.COURSE,
        source=body.text,
        passages=assessments.published_passages(),
        language=lesson.course.language,
    )


def lesson_impact(lesson: Lesson, body: LessonBody) -> Iterable[Effect]:
    """Who in the course would get another lesson, or at another time."""
    found = actions.publishing_impact(lesson, body, now=now())
    return [Effect(sentence) for sentence in found.sentences()] if found.people else []


def lesson_vocabulary(_lesson: Lesson) -> Vocabulary:
    return WORDS


LESSON = Kind(
    model=Lesson,
    schema=LessonBody,
    checks=lesson_findings,
    preview=lesson_preview,
    readers=actions.scored,
    impact=lesson_impact,
    references=lesson_references,
    uses=("passage:",),
    closure=lesson_closure,
    vocabulary=lesson_vocabulary,
    when_published=actions.go_out,
)
