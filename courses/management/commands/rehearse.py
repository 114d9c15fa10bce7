"""A whole course for one answer sheet, on a pretend clock, as JSON lines. Sends nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from assessments import answers
from assessments import files as assessment_files
from assessments.definition import Definition
from courses import actions, files, schedule
from courses.actions import SampleReader
from courses.models import Course
from courses.rehearsal import RehearsedLesson, rehearse
from mail.variant import Rendered
from offers import files as offers
from practice.languages import DEFAULT
from practice.models import constants
from practice.zones import known_zones
from writing import liquid, placeholders
from writing.errors import Refused


class Command(BaseCommand):
    help = "Rehearse a course: one JSON line a letter. Touches no rows of people."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("course", metavar="COURSE")
        parser.add_argument("--answers", required=True, type=Path, help="an answer sheet (JSON)")
        parser.add_argument("--zone", required=True, help="the reader's, such as Europe/Berlin")
        days = "days between two letters at least, as the reader chose; 0: the lessons' own"
        parser.add_argument("--pace", type=int, default=0, help=days)
        parser.add_argument("--start", required=True, help="when the reader confirmed (ISO 8601)")
        folder = "a folder in which each letter is written, as HTML and as text"
        parser.add_argument("--letters", type=Path, metavar="DIR", help=folder)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for line in lines(options):
                self.stdout.write(json.dumps(line, ensure_ascii=False))
        except (answers.InvalidAnswers, Refused, schedule.NeverOpens) as wrong:
            raise CommandError(str(wrong) or "This course has no send day ahead.") from None


def lines(options: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One dictionary a letter, in the order they go."""
    if options["zone"] not in known_zones():
        raise CommandError(f"“{options['zone']}” is no time zone; write one like Europe/Berlin.")
    start = moment(options["start"], options["zone"])
    source = published(options["course"]) or folder_of(options["course"])
    plan = source.plan() if isinstance(source, Course) else files.read(source).plan()
    person = reader(Path(options["answers"]), source)
    words = practice_words()
    open_facts = person.facts.disclosed(shared=True)
    rehearsal = rehearse(
        plan, facts=open_facts, zone=options["zone"], start=start, pace=options.get("pace", 0)
    )
    for rehearsed in rehearsal:
        subject = liquid.expand(
            rehearsed.card.subject,
            facts=person.facts,
            names=person.names,
            passages={},
            constants=words,
        )
        if options.get("letters") and not rehearsed.skipped:
            write(Path(options["letters"]), rehearsed, rendered(source, rehearsed, person))
        yield line(
            rehearsed, subject=placeholders.fill_header(subject, {"first_name": person.first_name})
        )


def line(rehearsed: RehearsedLesson, *, subject: str) -> dict[str, Any]:
    return {
        "key": f"lesson:{rehearsed.card.position}",
        "at": rehearsed.at.astimezone(UTC).isoformat(),
        "local": rehearsed.local.isoformat(),
        "subject": subject,
        "skipped": rehearsed.skipped,
    }


def moment(text: str, zone: str) -> datetime:
    """A moment from ISO 8601; one without an offset is meant in the reader's zone."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no moment; write one like 2026-11-23T09:00Z.") from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=schedule.zone(zone))


def published(slug: str) -> Course | None:
    """The course where it has published lessons; none where it has none, or without a database."""
    try:
        course = Course.objects.filter(slug=slug).first()
        return course if course and course.plan().cards else None
    except DatabaseError:
        return None


def folder_of(slug: str) -> Path:
    """The content folder of the offer whose course this is."""
    folders = filter(files.is_there, offers.folders(settings.CONTENT_DIR))
    folder = next((one for one in folders if files.read(one).fields["slug"] == slug), None)
    if folder is None:
        raise CommandError(f"There is no course “{slug}”.")
    return folder


def rendered(source: Course | Path, rehearsed: RehearsedLesson, person: SampleReader) -> Rendered:
    """A letter as this reader would get it: as published, else as the content files say it."""
    key = rehearsed.card.key
    if isinstance(source, Course):
        return actions.as_sent(source.lessons.get(uid=key), person)
    lesson = next(one for one in files.read(source).lessons if one.fields["key"] == key)
    passages = assessment_files.read_passages(source)
    offer = offers.read(source) or {}
    language = str(offer.get("language") or DEFAULT)
    axes = definition_of(source).axes
    return actions.as_filed(lesson.fields, person, passages, axes=axes, language=language)


def write(folder: Path, rehearsed: RehearsedLesson, letter: Rendered) -> None:
    """`lesson-1.html`, to open in a browser, and `lesson-1.txt`."""
    name = f"lesson-{rehearsed.card.position}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.html").write_text(letter.page, encoding="utf-8")
        (folder / f"{name}.txt").write_text(letter.text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{folder} cannot be written: {error.strerror}.") from None


def reader(file: Path, source: Course | Path) -> SampleReader:
    """Whoever filled in an answer sheet of the offer that the course belongs to."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CommandError(f"{file} cannot be read as an answer sheet: {error}") from None
    if isinstance(source, Course):
        return actions.reader(data, offer=source.offer_id)
    return actions.reader_by(definition_of(source), data)


def definition_of(folder: Path) -> Definition:
    return Definition.from_body(assessment_files.read_body(folder))


def practice_words() -> Mapping[str, str]:
    try:
        return constants()
    except DatabaseError:
        return {}
