"""A section of the guide as its reader's page shows it, and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from assessments import actions as assessments
from desk.actions.preview.outcome import EditedText, PreviewOutcome
from desk.actions.preview.samples import Person, person
from guides import actions as guides
from guides import content, recipient, sections
from guides.blocks import Medium
from guides.content import GuideText
from guides.models import Guide
from guides.schema import PageKind, Section
from guides.typography import written
from practice.models import Practice
from publishing.forms import place_of
from writing.errors import Fault
from writing.passages import PassageText

Passages = Mapping[str, PassageText]
TEMPLATE = "desk/look_guide.html"


@dataclass(frozen=True)
class InGuide:
    """A section, saved or not, with the guide it stands in."""

    guide: Guide
    section: Section

    @property
    def faults(self) -> list[Fault]:
        words = guides.vocabulary(self.guide.assessment)
        return sections.faults(self.section.text, assessments.passages(), words)


def section_of(asked: EditedText) -> InGuide | None:
    """The section with the words of the form; None while there is no guide it could stand in."""
    rows = Guide.objects.select_related("assessment__published").order_by("pk")
    guide = rows.filter(pk=asked.pk or 0).first() or rows.first()
    parts = place_of(asked.name).split("/")
    if guide is None or len(parts) < 2:
        return None
    known = {one.id: one for one in guide.body.sections}
    said = {name: asked.also[name] for name in ("title", "kicker", "kind") if name in asked.also}
    if said.get("kind") in list(PageKind):
        said["kind"] = PageKind(said["kind"])
    else:
        said.pop("kind", None)
    section = known.get(parts[1], Section())
    return InGuide(guide, section.model_copy(update={**said, "text": asked.text}))


def look(asked: EditedText, *, now: datetime) -> PreviewOutcome:
    found = section_of(asked)
    if found is None:
        return PreviewOutcome()
    if found.faults:
        return PreviewOutcome(faults=tuple(found.faults))
    return shown(found, assessments.passages(), person(asked.person), now=now)


def shown(found: InGuide, passages: Passages, reader: Person, *, now: datetime) -> PreviewOutcome:
    """The section as a page; its condition is left aside, or there might be nothing to see."""
    made = document(found, passages, reader, medium="page", now=now)
    return PreviewOutcome(template=TEMPLATE, context={"guide": made, "chapter": made.chapters[0]})


def document(
    found: InGuide, passages: Passages, reader: Person, *, medium: Medium, now: datetime
) -> GuideText:
    """A guide of this section alone."""
    alone = found.section.model_copy(update={"condition": ""})
    draft = guides.drafted(found.guide)
    body = draft.body.model_copy(update={"sections": [alone]})
    seen = recipient.reader(
        reader.definition,
        reader.result,
        facts=reader.facts,
        names=reader.names,
        first_name=reader.first_name,
        date=written(now.date(), paper="a4"),
        urls=guides.addresses(reader.definition.slug),
    )
    identity = Practice.objects.the().identity
    return content.document(
        replace(draft, body=body, passages=passages), seen, medium, identity=identity
    )
