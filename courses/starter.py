"""The starter course in content/: compared, loaded as drafts, published, written back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import models, transaction

from courses import actions, files
from courses.files import CourseFiles, LessonFile
from courses.models import Course, Lesson
from writing.difference import same_words

WORDS = ("subject", "preheader", "body")


def differences(folder: Path) -> list[str]:
    """One line for each place where the files and the drafts do not say the same."""
    wanted = files.read(folder)
    course = Course.objects.filter(slug=wanted.fields["slug"]).first()
    if course is None:
        return [f"{files.COURSE}: not in the database"]
    found = [f"{files.COURSE}: {name}" for name in _changed(course, wanted.fields)]
    for lesson in wanted.lessons:
        row = course.lessons.filter(key=lesson.fields["key"]).first()
        place = f"lessons/{lesson.fields['position']:02}-{lesson.fields['key']}.md"
        if row is None:
            found.append(f"{place}: not in the database")
        elif changed := _changed(row, lesson.fields):
            found.append(f"{place}: {', '.join(changed)}")
    return found


def _changed(row: models.Model, fields: Mapping[str, Any]) -> list[str]:
    return [name for name, value in fields.items() if getattr(row, name) != value]


@transaction.atomic
def load(folder: Path, *, now: datetime) -> None:
    """Make or replace the drafts; what is published goes on going out as it is."""
    wanted = files.read(folder)
    course, _created = Course.objects.update_or_create(
        slug=wanted.fields["slug"], defaults=dict(wanted.fields)
    )
    for lesson in wanted.lessons:
        _load_lesson(course, lesson, now=now)


def _load_lesson(course: Course, lesson: LessonFile, *, now: datetime) -> None:
    row = course.lessons.filter(key=lesson.fields["key"]).first() or Lesson(course=course)
    if row.pk and not _changed(row, lesson.fields):
        return
    for name, value in lesson.fields.items():
        setattr(row, name, value)
    row.edited_at = now
    if row.pk is None:
        row.state = Lesson.State.DRAFT if lesson.wanted else Lesson.State.OFF
    row.save()


def untouched(folder: Path) -> set[int]:
    """The ids of lessons that still say what their file says."""
    wanted = _words(folder)
    rows = Lesson.objects.filter(key__in=wanted)
    return {row.pk for row in rows if same_words(_said(row), wanted[row.key])}


@lru_cache(maxsize=4)
def _words(folder: Path) -> Mapping[str, str]:
    """What each file says, by key; read once a process."""
    found = (lesson.fields for lesson in files.read(folder).lessons)
    return {str(one["key"]): "\n".join(str(one[name]) for name in WORDS) for one in found}


def _said(row: Lesson) -> str:
    return "\n".join(str(getattr(row, name)) for name in WORDS)


def publish(*, now: datetime) -> None:
    """Publish every lesson that is not switched off."""
    for lesson in Lesson.objects.exclude(state=Lesson.State.OFF).select_related("course"):
        actions.publish(lesson=lesson, now=now)


def export(folder: Path, slug: str = "") -> None:
    """Write a course, else the first, as files that `load` takes back."""
    rows = Course.objects.filter(slug=slug) if slug else Course.objects.order_by("pk")
    course = rows.first()
    if course is None:
        return
    fields = {name: getattr(course, name) for name in files.COURSE_FIELDS}
    names = (*files.LESSON_FIELDS, "body")
    lessons = tuple(
        LessonFile({name: getattr(row, name) for name in names}, row.state != Lesson.State.OFF)
        for row in course.lessons.all()
    )
    files.write(folder, CourseFiles(fields, lessons))
