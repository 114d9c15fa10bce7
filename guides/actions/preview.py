"""The draft as a sample person, or somebody whose answer sheet is pasted, would read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments import actions as assessments
from assessments import answers, result, scoring
from assessments.definition import Definition
from assessments.samples import Sample, ScoredSample
from courses import actions as courses
from guides import content, pdf, preview_child, recipient, resource_limits
from guides.actions.build import MEGABYTES, SECONDS
from guides.actions.publish import drafted, with_passages
from guides.actions.recipient import addresses, pictures_of
from guides.blocks import Medium
from guides.content import GuideText
from guides.models import Guide, frozen_guide
from guides.preview_child import PaperPreview
from guides.recipient import Recipient
from guides.schema import GuideBody
from guides.typography import written
from practice.identity import Identity
from practice.lazy_import import lazily
from practice.models import Practice
from publishing.kinds import PreviewRequest
from writing import readability
from writing.clean import read_json
from writing.errors import Fault, Refused

if TYPE_CHECKING:
    from guides import pictures
else:
    pictures = lazily("guides.pictures")  # of use to guide workers only


def sample_readers(guide: Guide) -> list[Sample]:
    return assessments.sample_people(assessments.published(guide.offer_id))


def pasted(guide: Guide, text: str) -> Mapping[str, Any]:
    """The answer sheet in a pasted text; InvalidAnswers says in a sentence what is wrong."""
    try:
        data = read_json(text)
    except ValueError:
        raise answers.InvalidAnswers(_("This is no answer sheet: it is not JSON.")) from None
    sheet = answers.sheet(_definition(guide), data)
    return {"first_name": sheet.first_name, "answers": sheet.answers}


def sampled(guide: Guide, key: str) -> Mapping[str, Any]:
    """The sheet of a sample person; LookupError names an unknown one."""
    person = next((sample for sample in sample_readers(guide) if sample.key == key), None)
    if person is None:
        raise LookupError(key)
    return {"first_name": person.first_name, "answers": person.answers}


def previewed(
    guide: Guide, sheet: Mapping[str, Any], *, paper: str, medium: Medium, now: datetime
) -> GuideText:
    """The guide's draft for the person of an answer sheet."""
    with override(guide.offer.language):
        return content.document(
            drafted(guide), _reader(guide, sheet, paper, now), medium, identity=_identity()
        )


def unsaved(guide: Guide, body: GuideBody, request: PreviewRequest) -> GuideText:
    """A guide in words that may not be saved yet, for a sample person."""
    reader: ScoredSample = request.reader
    passages = assessments.unsaved_passages(request.instead, guide.offer_id)
    with override(guide.offer.language if guide.offer_id else reader.definition.language):
        seen = _sample_recipient(guide, reader, request.now)
        frozen = with_passages(guide, body, passages)
        return content.document(frozen, seen, request.medium, identity=_identity())


def _sample_recipient(guide: Guide, reader: ScoredSample, now: datetime) -> Recipient:
    return recipient.reader(
        reader.definition,
        reader.result,
        facts=reader.facts,
        names=reader.names,
        first_name=reader.first_name,
        date=written(now.date(), paper="a4"),
        urls=addresses(reader.definition.slug, guide=guide.slug or "new"),
    )


def published_pages(
    guide: Guide, reader: ScoredSample, *, numbers: Collection[int], now: datetime
) -> list[bytes]:
    """Some pages of the guide that readers get, as large pictures (PNG), for a sample person; those
    that are not there are left out. Set as readers' own are, within the same limits: for a guide
    worker. Raises Refused where it is too much.
    """
    if guide.published is None:
        raise LookupError(guide.slug)
    frozen = frozen_guide(guide.published)
    with override(frozen.language):
        seen = _sample_recipient(guide, reader, now)
        document = content.document(frozen, seen, "paper", identity=_identity())
    drawn = pictures_of(document)
    pdf.warm()
    try:
        with resource_limits.within(seconds=SECONDS, megabytes=MEGABYTES):
            return pictures.large_pages(pdf.pdf(document, pictures=drawn), numbers)
    except (resource_limits.TookTooLong, MemoryError) as error:
        raise _too_long() from error


def on_paper(
    document: GuideText,
    *,
    paper: str = "a4",
    as_pictures: bool = False,
    is_test: bool = False,
) -> PaperPreview:
    """A document as a file and, where asked for, as pictures of its pages, within limits; with
    `is_test` every page says that it is one. Raises Refused.
    """
    try:
        return preview_child.preview(
            pdf.page(document, paper=paper, is_test=is_test),
            paper=paper,
            look=document.look,
            drawn=pictures_of(document),
            as_pictures=as_pictures,
        )
    except preview_child.TooMuch:
        raise _too_long() from None
    except preview_child.Busy:
        raise Refused([Fault(1, _("This machine is busy. Look again in a minute."))]) from None


def _too_long() -> Refused:
    words = _("This is too long to be set on paper here. Make it shorter, and look again.")
    return Refused([Fault(1, words)])


def measured(guide: Guide, *, now: datetime) -> list[tuple[str, int, float]]:
    """The name of each sample person, with the words and the reading grade of their draft."""
    frozen, names, rows = drafted(guide), courses.samples(guide.offer_id), []
    for person in sample_readers(guide):
        sheet = {"first_name": person.first_name, "answers": person.answers}
        text = content.words(frozen, _reader(guide, sheet, "a4", now), identity=_identity())
        hard = round(readability.grade(text), 1)
        rows.append((names[person.key], len(readability.words(text)), hard))
    return rows


def _identity() -> Identity:
    return Practice.objects.the().identity


def _definition(guide: Guide) -> Definition:
    if guide.assessment is None or guide.assessment.published is None:
        raise LookupError(guide.slug)
    return guide.assessment.definition


def _reader(guide: Guide, sheet: Mapping[str, Any], paper: str, now: datetime) -> Recipient:
    definition = _definition(guide)
    given = answers.clean(definition, sheet["answers"])
    scored = scoring.score(definition, given)
    facts = result.facts(definition, scored, given)
    return recipient.reader(
        definition,
        scored,
        facts=facts,
        names=result.names(definition, facts),
        first_name=str(sheet["first_name"]),
        date=written(now.date(), paper=paper),
        urls=addresses(definition.slug, guide=guide.slug),
    )
