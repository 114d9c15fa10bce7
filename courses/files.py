"""The content files of this app: course.yaml and lessons/*.md of an offer, both ways. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from courses.schedule import WEEKDAYS, Timetable
from courses.timetable import Card, Plan, holidays_in, paces_in
from writing import frontmatter, segments, yaml_reader
from writing.errors import Fault, Refused

COURSE = "course.yaml"
# Every field a course or lesson file may have, and what it is where the file leaves it out.
COURSE_FIELDS: dict[str, Any] = {
    "slug": "",
    "title": "",
    "description": "",
    "send_days": list(WEEKDAYS[:5]),
    "send_hour": 9,
    "window_hours": 4,
    "zone": "",
    "holidays": "",
    "paces": "",
    "restart": False,
    "then": "",  # the slug of the course it goes on with
    "tag_joined": "",
    "tag_finished": "",
    "consent_wording": "",
    "consent_confirm": "",
}
LESSON_FIELDS: dict[str, Any] = {
    "position": 0,
    "key": "",
    "title": "",
    "subject": "",
    "preheader": "",
    "delay_days": 2,
    "audience": "",
    "send_days": [],
    "send_hour": None,
    "line": "",
    "line_help": "",
    "rests_on": "",
}
PUBLISHED = "published"


@dataclass(frozen=True)
class LessonFile:
    """One lesson: its fields as in LESSON_FIELDS and `body`; whether the course uses it."""

    fields: Mapping[str, Any]
    wanted: bool


@dataclass(frozen=True)
class CourseFiles:
    """A course: its fields as in COURSE_FIELDS, and its lessons in order."""

    fields: Mapping[str, Any]
    lessons: tuple[LessonFile, ...]

    def plan(self) -> Plan:
        """The lessons the course uses, as the timetable's rules see them."""
        cards = (_card(self.fields, lesson.fields) for lesson in self.lessons if lesson.wanted)
        return Plan(tuple(cards), self.fields["zone"])


def is_there(folder: Path) -> bool:
    """Whether a folder holds a course."""
    return (folder / COURSE).is_file()


def read(folder: Path) -> CourseFiles:
    """The course in a content folder; raises Refused naming the file and what is wrong."""
    file = folder / COURSE
    try:
        data = yaml_reader.load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused([Fault(1, f"{file.name} cannot be read: {error.strerror}.")]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refused([Fault(1, f"{file.name} is not YAML: {error}")]) from error
    if not isinstance(data, Mapping):
        raise Refused([Fault(1, f"{file.name} is a list of “name: value” lines.")])
    fields = _fields(data, COURSE_FIELDS, file.name)
    try:
        paces_in(fields["paces"])
    except ValueError as error:
        line = "paces: one a line, the days first, such as “7 Once a week”; each number once."
        raise Refused([Fault(1, f"{file.name}: {line}")]) from error
    lessons = [_lesson(path) for path in sorted((folder / "lessons").glob("*.md"))]
    lessons.sort(key=lambda lesson: lesson.fields["position"])
    return CourseFiles(fields, tuple(lessons))


def _lesson(file: Path) -> LessonFile:
    head, body = frontmatter.parse(file.read_text(encoding="utf-8"))
    wanted = bool(head.pop(PUBLISHED, True))
    fields = _fields(head, LESSON_FIELDS, file.name)
    segments.read(fields["audience"])
    return LessonFile({**fields, "body": body.strip() + "\n"}, wanted)


def _fields(data: Mapping[str, Any], defaults: Mapping[str, Any], place: str) -> dict[str, Any]:
    unknown = [str(name) for name in data if name not in defaults]
    if unknown:
        allowed = ", ".join(defaults)
        raise Refused([Fault(1, f"{place}: unknown {', '.join(unknown)}. Known: {allowed}.")])
    return {name: data.get(name, usual) for name, usual in defaults.items()}


def _card(course: Mapping[str, Any], lesson: Mapping[str, Any]) -> Card:
    hour = lesson["send_hour"]
    return Card(
        key=lesson["key"],
        position=lesson["position"],
        subject=lesson["subject"],
        delay_days=lesson["delay_days"],
        audience=lesson["audience"],
        published=True,
        timetable=Timetable(
            days=frozenset(lesson["send_days"] or course["send_days"]),
            hour=course["send_hour"] if hour is None else hour,
            hours=course["window_hours"],
            holidays=holidays_in(course["holidays"]),
        ),
    )


def write(folder: Path, course: CourseFiles) -> None:
    """Write what `read` reads back; what is as usual is left out."""
    (folder / "lessons").mkdir(parents=True, exist_ok=True)
    head = _unusual(course.fields, COURSE_FIELDS)
    text = yaml.dump(
        head, Dumper=yaml_reader.Dumper, sort_keys=False, allow_unicode=True, width=10_000
    )
    (folder / COURSE).write_text(text, encoding="utf-8")
    for lesson in course.lessons:
        fields = _unusual(lesson.fields, LESSON_FIELDS) | {PUBLISHED: lesson.wanted}
        name = f"{lesson.fields['position']:02}-{lesson.fields['key']}.md"
        text = frontmatter.dump(fields, lesson.fields["body"])
        (folder / "lessons" / name).write_text(text, encoding="utf-8")


def _unusual(fields: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    always = ("slug", "send_days", "send_hour", "restart", "position", "key", "delay_days")
    return {
        name: fields[name]
        for name, usual in defaults.items()
        if fields[name] != usual or (name in always and fields[name] not in (None, []))
    }
