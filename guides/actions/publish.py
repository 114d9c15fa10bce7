"""What publishing a guide freezes beside its words; the publishing itself is in `publishing`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

from assessments import actions as assessments
from assessments import files, segments
from assessments.models import Assessment
from guides.editions import Frozen
from guides.models import Guide
from guides.schema import GuideBody
from guides.sections import names_printed, passages_used
from writing.passages import PassageText
from writing.variables import GUIDE, Vocabulary


def vocabulary(assessment: Assessment) -> Vocabulary:
    """What a section may use: the keys are those of the published assessment, before it is
    published those of its draft.
    """
    if assessment.published is None:
        return GUIDE.with_axes(segments.axes(files.plain(assessment.body)))
    return GUIDE.with_axes(assessment.definition.axes)


def drafted(guide: Guide) -> Frozen:
    """The draft with the passages as they are drafted."""
    return with_passages(guide, guide.body, assessments.passages(guide.offer_id))


def frozen(guide: Guide, body: GuideBody) -> Frozen:
    """A body with what it would be published with: of each passage, what readers get."""
    passages, used = assessments.published_passages(guide.offer_id), passages_used(body)
    return with_passages(
        guide, body, {key: passages[key] for key in sorted(used & passages.keys())}
    )


def with_passages(guide: Guide, body: GuideBody, passages: Mapping[str, PassageText]) -> Frozen:
    """A body with these passages, and the readable names of facts that they print together; of a
    guide not saved yet that names no offer, none.
    """
    if not guide.offer_id:
        return Frozen(body, guide.slug, get_language() or "", passages, ())
    words = vocabulary(guide.assessment) if guide.assessment else GUIDE
    names = names_printed(body, passages, words)
    return Frozen(body, guide.slug, guide.offer.language, passages, names)
