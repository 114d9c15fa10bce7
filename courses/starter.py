"""The course of an offer's folder: compared, loaded as drafts, published, written back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from courses import files
from courses.files import CourseFiles, LessonFile
from courses.models import Course, Lesson
from courses.schema import LessonBody
from offers import actions as offers
from offers.models import Offer
from publishing import actions as publishing
from publishing.schema import dumped
from writing.errors import Fault, Refused

WORDS = ("title", "subject", "preheader", "body", "audience", "line", "line_help", "rests_on")
"""What a file says of a lesson that is not a column."""


def differences(folder: Path) -> list[str]:
    """One line for each place where the files and the drafts do not say the same."""
    if not files.is_there(folder):
        return []
    wanted = files.read(folder)
    course = Course.objects.filter(slug=wanted.fields["slug"]).first()
    if course is None:
        return [f"{files.COURSE}: not in the database"]
    here = _said_of(course)
    differing = [
        f"{files.COURSE}: {name}" for name, value in wanted.fields.items() if here[name] != value
    ]
    for lesson in wanted.lessons:
        row = course.lessons.filter(key=lesson.fields["key"]).first()
        place = f"lessons/{lesson.fields['position']:02}-{lesson.fields['key']}.md"
        if row is None:
            differing.append(f"{place}: not in the database")
        elif changed := _changed_in(row, lesson.fields):
            differing.append(f"{place}: {', '.join(changed)}")
    return differing


def _said_of(course: Course) -> dict[str, Any]:
    """A course as its file says it."""
    said = {name: getattr(course, name) for name in files.COURSE_FIELDS}
    return said | {"then": course.then.slug if course.then else ""}


def _columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same the other way. A course that a later folder brings is not here to go on with yet:
    `differences` names it, and loading once more mends it.
    """
    return {**fields, "then": Course.objects.filter(slug=fields["then"]).first()}


def _changed_in(row: Lesson, fields: Mapping[str, Any]) -> list[str]:
    said = _said(row)
    return [name for name, value in fields.items() if said[name] != value]


def _said(row: Lesson) -> dict[str, Any]:
    """A draft as its file says it."""
    body = dumped(row.body)
    words = {name: body["text" if name == "body" else name] for name in WORDS}
    return {name: getattr(row, name) for name in files.LESSON_FIELDS if name not in WORDS} | words


def _body(fields: Mapping[str, Any]) -> LessonBody:
    said = {("text" if name == "body" else name): fields[name] for name in WORDS}
    try:
        return LessonBody.model_validate(said)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
        faults = [
            Fault(1, f"{fields['key']}: {problem['loc'][0]}: {problem['msg']}") for problem in wrong
        ]
        raise Refused(faults) from error


@transaction.atomic
def load(folder: Path, *, as_starter: bool = True, now: datetime) -> None:
    """Make or replace the drafts; what is published goes on going out as it is."""
    if not files.is_there(folder):
        return
    wanted, offer = files.read(folder), offers.ensure(folder, now=now)
    existing = Course.objects.filter(slug=wanted.fields["slug"]).first()
    if offer is None or (existing is not None and existing.offer_id != offer.pk):
        words = f"{files.COURSE}: another offer has a course “{wanted.fields['slug']}”."
        raise Refused([Fault(1, words)])
    course, _created = Course.objects.update_or_create(
        slug=wanted.fields["slug"], defaults={**_columns(wanted.fields), "offer": offer}
    )
    for lesson in wanted.lessons:
        row = _load_lesson(course, lesson, now=now)
        if as_starter:
            publishing.mark_starter(row)


def _load_lesson(course: Course, lesson: LessonFile, *, now: datetime) -> Lesson:
    body = _body(lesson.fields)
    columns = {name: value for name, value in lesson.fields.items() if name not in WORDS}
    row = course.lessons.filter(key=lesson.fields["key"]).first()
    if row is None:
        state = Lesson.State.DRAFT if lesson.wanted else Lesson.State.OFF
        new = Lesson(course=course, state=state, **columns)
        row = publishing.create(new, body=body, now=now)
    else:
        course.lessons.filter(pk=row.pk).update(**columns)
        publishing.save(row, body=body, now=now)
    return row


def publish(*, now: datetime) -> None:
    """Publish every lesson that is not switched off."""
    for lesson in Lesson.objects.exclude(state=Lesson.State.OFF):
        publishing.publish(lesson, now=now)


def export(folder: Path, offer: Offer | None, slug: str = "") -> None:
    """Write a course of an offer, else its first, as files that `load` takes back."""
    rows = Course.objects.filter(offer=offer).order_by("pk") if offer else Course.objects.none()
    course = (rows.filter(slug=slug) if slug else rows).first()
    if course is None:
        return
    lessons = tuple(LessonFile(_said(row), not row.is_off) for row in course.lessons.all())
    files.write(folder, CourseFiles(_said_of(course), lessons))
