"""Lessons as somebody would get them: previewed, rehearsed, or sent to the author as a test."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from assessments import actions as assessments
from assessments.samples import ScoredSample
from contacts.models import Segment
from courses import links
from courses.actions.samples import SampleReader
from courses.models import Course, Lesson
from courses.rehearsal import RehearsedLesson, rehearse
from courses.schema import LessonBody
from courses.timetable import Plan
from courses.variables import LESSON
from mail import actions as mail
from mail import layout, render, variant
from mail.models import Letter, Message, Purpose
from mail.variant import Rendered
from practice.models import Practice
from publishing.kinds import Preview
from writing import segments
from writing.passages import PassageText
from writing.segments import Axes
from writing.variables import Vocabulary

BETWEEN = timedelta(minutes=1)


@dataclass(frozen=True)
class LessonPreview:
    """One line of a rehearsal: the lesson, when it goes or why not, and its subject."""

    lesson: Lesson
    when: RehearsedLesson
    subject: str


def draft(lesson: Lesson, reader: SampleReader) -> Rendered:
    """The lesson as it stands in the draft; raises writing.errors.Refused."""
    body = lesson.body
    letter = mail.draft_body(
        name=body.title,
        purpose=Purpose.COURSE,
        subject=body.subject,
        preheader=body.preheader,
        source=body.text,
        passages=assessments.passages(lesson.belongs_to),
        vocabulary=lesson.vocabulary,
        language=lesson.language,
    )
    compiled = variant.variant(
        letter, identity=mail.present_identity(), facts=reader.facts, names=reader.names
    )
    return compiled.fill(_values(reader, compiled.names, lesson))


def as_filed(
    fields: Mapping[str, Any],
    reader: SampleReader,
    passages: Mapping[str, PassageText],
    *,
    axes: Axes,
    language: str,
) -> Rendered:
    """A lesson as a content file says it, without a database; raises writing.errors.Refused."""
    letter = mail.draft_body(
        name=fields["title"],
        purpose=Purpose.COURSE,
        subject=fields["subject"],
        preheader=fields["preheader"],
        source=fields["body"],
        passages=passages,
        vocabulary=LESSON.with_axes(axes),
        language=language,
    )
    compiled = variant.variant(
        letter, identity=Practice().identity, facts=reader.facts, names=reader.names
    )
    samples = mail.sample_values(compiled.names | set(layout.NAMES), language=language)
    return compiled.fill(samples | links.values_for(reader.first_name, course=None))


def previewed(
    body: LessonBody,
    reader: ScoredSample,
    passages: Mapping[str, PassageText],
    *,
    lesson: Lesson,
    vocabulary: Vocabulary,
) -> Preview:
    """A lesson in these words for a sample person; raises writing.errors.Refused."""
    return mail.previewed(
        body,
        purpose=Purpose.COURSE,
        passages=passages,
        vocabulary=vocabulary,
        reader=reader,
        values=links.values_for(reader.first_name, course=lesson.its_course),
        language=lesson.language,
    )


def as_sent(lesson: Lesson, reader: SampleReader) -> Rendered:
    """The words of a published lesson."""
    assert lesson.letter is not None  # published lessons have one
    compiled = render.compiled(lesson.letter, mail.present_identity(), reader.facts, reader.names)
    return compiled.fill(_values(reader, compiled.names, lesson))


def _values(reader: SampleReader, names: frozenset[str], lesson: Lesson) -> dict[str, str]:
    samples = mail.sample_values(names | set(layout.NAMES), language=lesson.language)
    return samples | links.values_for(reader.first_name, course=lesson.its_course)


def rehearsal(
    *, course: Course, reader: SampleReader, zone: str, start: datetime, pace: int = 0
) -> list[LessonPreview]:
    """Every published lesson for a reader who confirms at `start`; raises NeverOpens."""
    lessons = list(course.lessons.published().select_related("letter"))
    plan = Plan(tuple(lesson.card(course) for lesson in lessons), course.zone)
    open_facts = reader.facts.disclosed(shared=reader.facts.shared)
    return shown(
        rehearse(plan, facts=open_facts, zone=zone, start=start, pace=pace), lessons, reader
    )


def shown(
    ones: Iterable[RehearsedLesson], lessons: Iterable[Lesson], reader: SampleReader
) -> list[LessonPreview]:
    """Each line of a rehearsal with its lesson and subject."""
    by_key = {lesson.uid.hex: lesson for lesson in lessons}
    return [
        LessonPreview(
            by_key[rehearsed.card.key],
            rehearsed,
            as_sent(by_key[rehearsed.card.key], reader).subject,
        )
        for rehearsed in ones
    ]


@transaction.atomic
def drive(*, course: Course, reader: SampleReader, now: datetime) -> list[Message]:
    """Send the course as it stands in the drafts to the author: one lesson a minute, as tests."""
    open_facts = reader.facts.disclosed(shared=reader.facts.shared)
    lessons = [
        lesson
        for lesson in course.lessons.exclude(state=Lesson.State.OFF)
        if segments.holds(Segment.objects.expanded(lesson.body.audience), open_facts)
    ]
    passages = assessments.passages(course.offer_id)
    ride = ":".join(filter(None, (reader.place, uuid.uuid4().hex)))
    return [
        mail.queue(
            key=f"test:{ride}:{lesson.position}:{lesson.pk}",
            letter=_frozen(lesson, passages, now),
            contact=None,
            purpose=Purpose.COURSE,
            facts=reader.facts,
            names=reader.names,
            values=_values(reader, frozenset(LESSON.bare), lesson),
            not_before=now + number * BETWEEN,
            is_test=True,
            now=now,
        )
        for number, lesson in enumerate(lessons)
    ]


def _frozen(lesson: Lesson, passages: Mapping[str, PassageText], now: datetime) -> Letter:
    """The draft as the post office takes it; raises writing.errors.Refused."""
    body = lesson.body
    return mail.publish(
        name=f"{lesson.course}: {lesson}"[:200],
        purpose=Purpose.COURSE,
        subject=body.subject,
        preheader=body.preheader,
        source=body.text,
        passages=passages,
        extra_vocabulary=lesson.vocabulary,
        language=lesson.language,
        now=now,
    )
