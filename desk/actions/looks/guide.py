"""A section of the guide as its reader's page shows it, and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from assessments import actions as assessments
from desk.actions.looks.look import Asked, Look
from desk.actions.looks.people import Person, person
from guides import actions as guides
from guides import content, readers
from guides.blocks import Medium
from guides.content import Document
from guides.editions import Part
from guides.models import Guide, Section
from guides.typography import written
from practice.models import Practice
from writing.passages import Passage

Passages = Mapping[str, Passage]
TEMPLATE = "desk/look_guide.html"


def section_of(asked: Asked) -> Section | None:
    """The section with the words of the form; None while there is no guide it could stand in."""
    row = Section.objects.select_related("guide__assessment__edition").filter(pk=asked.pk or 0)
    section = row.first() or Section(guide=Guide.objects.order_by("pk").first())
    if section.guide_id is None:
        return None
    for name in ("title", "kicker", "kind"):
        setattr(section, name, asked.also.get(name, getattr(section, name)))
    section.body = asked.text.replace("\r\n", "\n")
    return section


def look(asked: Asked, *, now: datetime) -> Look:
    section = section_of(asked)
    if section is None:
        return Look()
    faults = guides.faults(section)
    if faults:
        return Look(faults=tuple(faults))
    return shown(section, assessments.passages(), person(asked.person), now=now)


def shown(section: Section, passages: Passages, reader: Person, *, now: datetime) -> Look:
    """The section as a page; its condition is left aside, or there might be nothing to see."""
    made = document(section, passages, reader, medium="page", now=now)
    return Look(template=TEMPLATE, context={"guide": made, "chapter": made.chapters[0]})


def document(
    section: Section, passages: Passages, reader: Person, *, medium: Medium, now: datetime
) -> Document:
    """A guide of this section alone."""
    guide = section.guide
    frozen = replace(
        guides.drafted(guide),
        parts=(_part(section),),
        passages=passages,
    )
    seen = readers.reader(
        reader.definition,
        reader.result,
        facts=reader.facts,
        names=reader.names,
        first_name=reader.first_name,
        date=written(now.date(), paper="a4"),
        urls=guides.addresses(reader.definition.slug),
    )
    return content.document(frozen, seen, medium, identity=Practice.objects.the().identity)


def _part(section: Section) -> Part:
    return Part(
        key=section.key or "section",
        title=section.title,
        kicker=section.kicker,
        kind=section.kind,
        in_contents=section.in_contents,
        shows_answers=section.shows_answers,
        condition="",
        body=section.body,
    )
