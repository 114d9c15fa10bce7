"""A text of a passage, shown where its words appear first: in a lesson, the guide, the result."""

from __future__ import annotations

from datetime import datetime

from assessments import actions as assessments
from assessments.definition import Definition
from assessments.models import Assessment, Passage
from assessments.schema import Cell
from courses.models import Lesson
from courses.schema import LessonBody
from desk import passage_uses as places
from desk.actions.preview import guide, result
from desk.actions.preview.outcome import EditedText, PreviewOutcome
from desk.actions.preview.samples import Person, person
from guides.models import Guide
from publishing.forms import place_of
from publishing.kinds import PreviewRequest
from publishing.models import Document
from publishing.schema import Body
from writing.errors import Refused
from writing.passages import EVERYONE
from writing.passages import PassageText as Words


def look(asked: EditedText, *, now: datetime) -> PreviewOutcome:
    row = Passage.objects.filter(pk=asked.pk or 0).first()
    if row is None:
        return PreviewOutcome()
    axis, cell = row.body.axis.value, place_of(asked.name).split("/")[1]
    cells = {cell: asked.text}
    faults = assessments.passage_faults(
        key=row.key, axis=axis, cells={EVERYONE: asked.text, **cells}
    )
    if faults:
        return PreviewOutcome(faults=tuple(dict.fromkeys(faults)))
    reader = person(asked.person)
    if cell != EVERYONE:
        reader = reader.with_fact(axis, cell)
    known = assessments.passages() | {row.key: Words(row.key, axis, {EVERYONE: asked.text})}
    return _where(row, known, reader, now=now)


def _where(
    row: Passage, known: dict[str, Words], reader: Person, *, now: datetime
) -> PreviewOutcome:
    found = next(iter(places.places(row)), None)
    if found and isinstance(found.row, Guide) and found.at:
        sections = {one.id: one for one in found.row.body.sections}
        section = sections[found.at.split("/")[1]]
        return guide.shown(guide.InGuide(found.row, section), known, reader, now=now)
    if found and isinstance(found.row, Assessment):
        return _on_result(found.row, known, reader, now=now)
    shown: Document = Lesson()
    body: Body = LessonBody(subject=str(row), text="{{ passage." + row.key + " }}")
    if found and isinstance(found.row, Document) and found.row.kind().preview:
        shown, body = found.row, found.row.read()
    show = shown.kind().preview
    if show is None:
        return PreviewOutcome()
    cell = Cell(id=EVERYONE, text=known[row.key].cells[EVERYONE])
    instead = {f"passage:{row.key}": row.body.model_copy(update={"cells": [cell]})}
    seen = show(shown, body, PreviewRequest(reader, place="", now=now, instead=instead))
    return PreviewOutcome(subject=seen.subject, preheader=seen.preheader, html=seen.html)


def _on_result(
    draft: Assessment, known: dict[str, Words], reader: Person, *, now: datetime
) -> PreviewOutcome:
    try:
        definition = Definition.from_body(draft.drafted())
    except Refused:
        return PreviewOutcome()
    return result.shown(definition, reader, now=now, passages=known)
