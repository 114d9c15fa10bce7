"""What this room declares of its documents; everything done with them is in `publishing`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments import actions, checks, files
from assessments.models import Assessment, Passage
from assessments.result_page import OWN_PLACE
from assessments.schema import AssessmentBody, PassageBody
from publishing.kinds import Effect, Finding, Kind
from writing import liquid_check
from writing.passages import EVERYONE


def assessment_findings(assessment: Assessment, body: AssessmentBody) -> list[Finding]:
    return checks.findings(body, **actions.frozen_with(assessment))


def assessment_effects(assessment: Assessment, body: AssessmentBody) -> Iterator[Effect]:
    """What would change, and whom the assessment would find, once it passes its checks."""
    if assessment_findings(assessment, body):
        return
    yield from map(Effect, actions.changes(assessment=assessment, body=body))
    shares = " · ".join(f"{name} {share}" for name, share in actions.spread(body))
    if shares:
        yield Effect(_("Of 100 people made up at random: %s") % shares)


def passages_of(body: AssessmentBody) -> frozenset[str]:
    """The passages on its result page: those its texts ask for, those in a place of their own."""
    if body.only_asks:
        return frozenset()
    texts = [text for _place, text in checks.result_texts(body) if liquid_check.readable(text)]
    keys = frozenset(OWN_PLACE).union(*(liquid_check.uses(text).passages for text in texts))
    return frozenset(f"passage:{key}" for key in keys)


def passage_name(passage: Passage) -> str:
    return f"passage:{passage.key}"


def passages_named(names: Set[str]) -> Iterable[Passage]:
    keys = [name.removeprefix("passage:") for name in names if name.startswith("passage:")]
    return Passage.objects.filter(key__in=keys).order_by("key")


def passage_findings(passage: Passage, body: PassageBody) -> Iterator[Finding]:
    """What stands against a passage, wherever it is used: each fault at the text it is in."""
    texts = body.texts()
    if not texts.get(EVERYONE):
        yield Finding(f"cells/{EVERYONE}/text", _("The text for everyone else may not be empty."))
    axis = body.axis.value
    for cell, text in texts.items():
        alone = {EVERYONE: "–", cell: text}  # so that each fault is told at its own text
        for fault in actions.passage_faults(key=passage.key, axis=axis, cells=alone):
            yield Finding(f"cells/{cell}/text", fault.message, fault.line)


def cell_names(body: PassageBody) -> Mapping[str, str]:
    """Whose text each cell holds, by the name the author gave."""
    known = actions.named_axes().get(body.axis.value, {}) | {EVERYONE: _("Everyone else")}
    return {f"cells/{one.id}": capfirst(str(known.get(one.id, one.id))) for one in body.cells}


ASSESSMENT = Kind(
    model=Assessment,
    schema=AssessmentBody,
    checks=assessment_findings,
    impact=assessment_effects,
    references=passages_of,
    closure=lambda assessment, _body: actions.frozen_with(assessment),
    files=files.ASSESSMENTS,
)
PASSAGE = Kind(
    model=Passage,
    schema=PassageBody,
    checks=passage_findings,
    name=passage_name,
    named=passages_named,
    labels=cell_names,
    files=files.PASSAGES,
)
