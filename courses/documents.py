"""What this app declares of its documents; everything done with them is in `publishing`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from django.utils.translation import gettext as _

from assessments import actions as assessments
from assessments import grounds
from contacts.models import audience_references
from courses import actions
from courses.models import Lesson
from courses.schema import LessonBody
from courses.variables import SHEET
from health.clock import now
from mail import actions as mail
from mail.models import Purpose
from publishing.kinds import Effect, Finding, Kind, Preview, PreviewRequest
from writing import liquid_check, segments


def lesson_findings(lesson: Lesson, body: LessonBody) -> Iterator[Finding]:
    """What keeps a lesson from being published, each fault at the box it is in."""
    if not body.title.strip():
        yield Finding("title", _("Give it a title: you know it by that."))
    passages = assessments.published_passages(lesson.belongs_to)
    vocabulary = lesson.vocabulary
    yield from mail.findings(body, passages=passages, vocabulary=vocabulary)
    if _leads_to_the_sheet(body) and not _has_a_sheet(lesson, body):
        yield Finding("text", _("No lesson has a line on the sheet yet, so its page is empty."))
    for fault in segments.check(body.audience, vocabulary.axes.disclosable):
        yield Finding("audience", fault.message)
    asked = assessments.drafted(lesson.belongs_to)
    for message in grounds.of_versions(body.text, body.rests_on, asked, rule=body.audience):
        yield Finding("rests_on", message)


def _leads_to_the_sheet(body: LessonBody) -> bool:
    return liquid_check.readable(body.text) and SHEET in liquid_check.uses(body.text).words


def _has_a_sheet(lesson: Lesson, body: LessonBody) -> bool:
    others = lesson.its_course.lessons.all() if lesson.its_course else ()
    return bool(body.line) or any(other.body.line for other in others)


def lesson_preview(lesson: Lesson, body: LessonBody, request: PreviewRequest) -> Preview:
    """The letter as a mail program shows it."""
    passages = assessments.unsaved_passages(request.instead, lesson.belongs_to)
    return actions.previewed(
        body, request.reader, passages, lesson=lesson, vocabulary=lesson.vocabulary
    )


def lesson_references(body: LessonBody) -> Set[str]:
    uses = liquid_check.uses(body.text) if liquid_check.readable(body.text) else liquid_check.Uses()
    return {f"passage:{key}" for key in uses.passages} | audience_references(body.audience)


def lesson_closure(lesson: Lesson, body: LessonBody) -> Mapping[str, Any]:
    return mail.closure(
        body,
        name=f"{lesson.course}: {lesson}"[:200],
        purpose=Purpose.COURSE,
        passages=assessments.published_passages(lesson.belongs_to),
        vocabulary=lesson.vocabulary,
        language=lesson.language,
    )


def lesson_impact(lesson: Lesson, body: LessonBody) -> Iterable[Effect]:
    """Who in the course would get another lesson, or at another time."""
    impact = actions.publishing_impact(lesson, body, now=now())
    return [Effect(sentence) for sentence in impact.sentences()] if impact.people else []


LESSON = Kind(
    model=Lesson,
    schema=LessonBody,
    checks=lesson_findings,
    preview=lesson_preview,
    readers=lambda lesson: actions.scored(lesson.belongs_to),
    impact=lesson_impact,
    notices=actions.unasked,
    references=lesson_references,
    uses=("passage:",),
    closure=lesson_closure,
    vocabulary=lambda lesson: lesson.vocabulary,
    when_published=actions.go_out,
)
