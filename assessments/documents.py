"""What this app declares of its documents; everything done with them is in `publishing`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments import actions, checks, files, grounds, preview, segments
from assessments.definition import Definition
from assessments.models import Assessment, Passage
from assessments.samples import ScoredSample
from assessments.schema import AssessmentBody, Cell, PassageBody
from assessments.schema.fields import START
from practice.models import constants
from publishing import actions as publishing
from publishing import places
from publishing.kinds import Effect, Finding, Kind, MenuEntry, Preview, PreviewRequest
from writing.errors import Refused
from writing.liquid import check_passage
from writing.passages import EVERYONE, PassageText
from writing.variables import LETTER, RESULT, Vocabulary


def assessment_findings(assessment: Assessment, body: AssessmentBody) -> list[Finding]:
    findings = checks.findings(body, **actions.frozen_with(assessment, body))
    if assessment.offer_id is None and not body.only_asks:
        findings.insert(0, Finding("", _("Choose the offer it belongs to, under “offer”.")))
    return findings


def assessment_effects(assessment: Assessment, body: AssessmentBody) -> Iterator[Effect]:
    """What would change, and whom the assessment would find, once it passes its checks."""
    if assessment_findings(assessment, body):
        return
    yield from map(Effect, actions.changes(assessment=assessment, body=body))
    shares = " · ".join(f"{name} {share}" for name, share in actions.spread(body))
    if shares:
        yield Effect(_("Of 100 people made up at random: %s") % shares)


def assessment_preview(
    assessment: Assessment, body: AssessmentBody, request: PreviewRequest
) -> Preview:
    """The page that shows the text looked at; of a result, to somebody who gets that text."""
    beside = actions.frozen_with(assessment, body)
    data = files.plain(body, **beside)
    page = places.column_at(AssessmentBody, request.place).words.shows if request.place else ""
    if page == START:
        return preview.start_page(data, slug=assessment.slug or "new")
    try:
        definition = Definition.from_body(data)
    except Refused:  # half-built elsewhere: there is no result to show yet
        return Preview()
    readers = actions.sample_readers(definition)
    chosen = [sample for sample in readers if sample.key == getattr(request.reader, "key", "")]
    if not readers:
        return Preview()
    item = request.place.rpartition("/")[0]
    key = str(places.flat(body).get(f"{item}/key", "")) if item else ""
    return preview.result_page(
        definition,
        preview.shown_item((chosen or readers)[0], request.place, key),
        passages=actions.unsaved_passages(request.instead, assessment.offer_id),
        constants=constants(),
        site=settings.SITE_URL,
        now=request.now,
        offer=assessment.offer_id,
    )


def preview_readers(document: Assessment | Passage) -> list[ScoredSample]:
    """As the published assessment of its offer scores them."""
    return actions.sample_readers(actions.published(document.offer_id))


def assessment_words(assessment: Assessment) -> Vocabulary:
    """What the texts of its result may say, as it is drafted."""
    flags = [notice.key for notice in assessment.body.notices]
    return RESULT.with_axes(segments.axes(files.plain(assessment.body))).extended(flags=flags)


def is_taken(slug: str) -> bool:
    """Whether visitors can take the assessment of this short name."""
    return Assessment.objects.open().filter(slug=slug).exists()


def passages_of(body: AssessmentBody) -> frozenset[str]:
    """The passages on its result page: those its texts ask for."""
    return frozenset(f"passage:{key}" for key in actions.passages_used(body))


def passage_name(passage: Passage) -> str:
    return f"passage:{passage.key}"


def passages_named(names: Set[str], offer: int | None) -> Iterable[Passage]:
    """An offer's own stand before those for all."""
    keys = [name.removeprefix("passage:") for name in names if name.startswith("passage:")]
    passages = {passage.key: passage for passage in Passage.objects.of(offer).filter(key__in=keys)}
    return [passages[key] for key in sorted(passages)]


def passage_findings(passage: Passage, body: PassageBody) -> Iterator[Finding]:
    """What stands against a passage, wherever it is used: each fault at the text it is in."""
    texts = body.texts()
    if not body.question and not texts.get(EVERYONE):
        yield Finding(f"cells/{EVERYONE}/text", _("The text for everyone else may not be empty."))
    known = passage_words(passage)
    for cell, text in texts.items():
        # so that each fault is told at its own text
        alone = PassageText(passage.key, body.axis, {EVERYONE: "–", cell: text})
        for fault in check_passage(alone, known):
            yield Finding(f"cells/{cell}/text", fault.message, fault.line)
    about_all, bodies = (EVERYONE, segments.NONE), actions.drafted(passage.offer_id)
    for row in body.cells:
        required = body.axis in grounds.OUTCOME and row.id not in about_all
        for message in grounds.faults(row.text, row.rests_on, bodies, required=required):
            yield Finding(f"cells/{row.id}/rests_on", message)


def passage_preview(passage: Passage, body: PassageBody, request: PreviewRequest) -> Preview:
    """The text looked at, where its words appear first; to a reader who gets it."""
    _cells, _slash, rest = request.place.partition("/")
    cell, texts = rest.partition("/")[0] or EVERYONE, body.texts()
    text = texts.get(cell) or texts.get(EVERYONE, "")
    alone = body.model_copy(update={"cells": [Cell(id=EVERYONE, text=text)]})
    as_reader = partial(_who_gets, body.axis, cell)
    in_use = publishing.preview_in_user(passage, alone, request, as_reader=as_reader)
    if in_use is not None:
        return in_use
    shown = PassageText(passage.key, body.axis, alone.texts())
    return preview.passage_alone(shown, as_reader(request.reader), constants=constants())


def _who_gets(axis: str, cell: str, reader: Any) -> Any:
    return reader if cell == EVERYONE else reader.with_fact(axis, cell)


def passage_entry(passage: Passage) -> MenuEntry:
    """How an author puts a passage into a text."""
    axis = actions.axes(passage.offer_id).with_keys.get(passage.body.axis)
    words = f"{passage} ({axis.label})" if axis else str(passage)
    return MenuEntry(_("A passage"), words, "{{ passage." + passage.key + " }}")


def passage_words(passage: Passage) -> Vocabulary:
    return LETTER.with_axes(actions.axes(passage.offer_id))


def cell_names(body: PassageBody) -> Mapping[str, str]:
    """Whose text each cell holds, by the name the author gave."""
    axis = actions.axes().with_keys.get(body.axis)
    names = {**(axis.keys if axis else {}), EVERYONE: _("Everyone else")}
    return {f"cells/{cell.id}": capfirst(str(names.get(cell.id, cell.id))) for cell in body.cells}


ASSESSMENT = Kind(
    model=Assessment,
    schema=AssessmentBody,
    checks=assessment_findings,
    preview=assessment_preview,
    readers=preview_readers,
    vocabulary=assessment_words,
    impact=assessment_effects,
    references=passages_of,
    uses=("passage:result_",),
    closure=actions.frozen_with,
    files=files.ASSESSMENTS,
)
PASSAGE = Kind(
    model=Passage,
    schema=PassageBody,
    checks=passage_findings,
    preview=passage_preview,
    readers=preview_readers,
    vocabulary=passage_words,
    name=passage_name,
    named=passages_named,
    put_in=passage_entry,
    labels=cell_names,
    files=files.PASSAGES,
)
