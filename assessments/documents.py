"""What this room declares of its documents; everything done with them is in `publishing`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments import actions
from assessments.models import Passage
from assessments.schema import PassageBody
from publishing.kinds import Finding, Kind
from writing.passages import EVERYONE


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


PASSAGE = Kind(
    model=Passage,
    schema=PassageBody,
    checks=passage_findings,
    name=passage_name,
    named=passages_named,
    labels=cell_names,
)
