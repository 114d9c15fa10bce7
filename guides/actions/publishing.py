"""The author's draft becomes a frozen version; copies made before keep theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from assessments import actions as assessments
from assessments.models import Assessment
from guides import sections
from guides.editions import Frozen, Part
from guides.models import Guide, GuideEdition, Section
from practice.models import Image
from writing import liquid
from writing.blocks import absent_pictures
from writing.faults import Fault, Refused
from writing.passages import Passage
from writing.vocabulary import GUIDE, Vocabulary


class NotPublished(LookupError):
    """Nobody can ask for a guide that has no published version."""


def vocabulary(assessment: Assessment) -> Vocabulary:
    """What a section may use: the keys are those of the published assessment."""
    if assessment.edition is None:
        return GUIDE
    return GUIDE.with_axes(**assessment.edition.definition.axes())


def faults(section: Section) -> list[Fault]:
    """Every fault of a section's text, for the author."""
    words = vocabulary(section.guide.assessment)
    return sections.faults(section.body, assessments.passages(), words)


def drafted(guide: Guide) -> Frozen:
    """The draft as it would be published now."""
    rows = list(guide.sections.all())
    passages = assessments.passages()
    return Frozen(
        slug=guide.slug,
        title=guide.title,
        subtitle=guide.subtitle,
        description=guide.description,
        language=guide.language,
        parts=tuple(_part(row) for row in rows),
        passages={key: passages[key] for key in sorted(_used(rows, passages))},
    )


def _part(row: Section) -> Part:
    return Part(
        key=row.key,
        title=row.title,
        kicker=row.kicker,
        kind=row.kind,
        in_contents=row.in_contents,
        condition=row.condition,
        body=row.body.replace("\r\n", "\n"),
        shows_answers=row.shows_answers,
    )


def _used(rows: list[Section], passages: Mapping[str, Passage]) -> set[str]:
    return {key for row in rows for key in liquid.passages_in(row.body, passages)}


@transaction.atomic
def publish(*, guide: Guide, now: datetime) -> GuideEdition:
    """Freeze the draft; Refused names every fault by its section.

    A draft that says what is published already gives the published version.
    """
    draft = Guide.objects.select_for_update().get(pk=guide.pk)
    frozen, rows = drafted(draft), list(draft.sections.all())
    wrong = [fault.within(row.title) for row in rows for fault in faults(row)]
    wrong = wrong or list(_absent(frozen))
    if wrong:
        raise Refused(wrong)
    body = frozen.as_json()
    if draft.edition is not None and draft.edition.body == body:
        guide.edition = draft.edition
        return draft.edition
    last = draft.editions.aggregate(last=Max("number"))["last"] or 0
    edition = GuideEdition.objects.create(guide=draft, number=last + 1, body=body, published_at=now)
    assessments.passages_go_out(frozen.passages, now=now)
    draft.edition = guide.edition = edition
    draft.save(update_fields=("edition",))
    return edition


def _absent(frozen: Frozen) -> Iterator[Fault]:
    """Pictures that nobody uploaded, by the section or the passage that shows them."""
    known = Image.objects.names()
    texts = [(part.title, part.body) for part in frozen.parts]
    texts += [(key, text) for key, one in frozen.passages.items() for text in one.cells.values()]
    for place, text in texts:
        yield from (fault.within(place) for fault in absent_pictures(text, known))
