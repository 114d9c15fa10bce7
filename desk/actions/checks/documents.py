"""The documents of every kind, as the checks look at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from publishing import actions, places
from publishing.kinds import Finding, all_kinds
from publishing.models import Document
from publishing.schema import Style
from writing.faults import Fault


def unpublished() -> Iterator[Document]:
    """Those that the product cannot do without, and that nobody published yet."""
    for kind in all_kinds():
        if kind.files is not None and kind.files.required:
            yield from kind.model._default_manager.filter(published=None)


def prose(row: Document) -> Iterator[tuple[str, str]]:
    """(place, text) of what is written in a draft."""
    body = row.read()
    for place, value in places.flat(body).items():
        if places.style_of(type(body), place) is Style.PROSE:
            yield place, value


def checked() -> Iterator[tuple[Document, str, Iterable[Fault]]]:
    """Each document, text by text, with what keeps it from being published; the lines above a text
    stand for themselves.
    """
    for row in actions.in_use():
        texts = dict(prose(row))
        found = sorted(actions.check(row))
        for place, findings in groupby(found, key=lambda one: one.place):
            yield row, texts.get(place, ""), [_fault(one) for one in findings]


def _fault(finding: Finding) -> Fault:
    return Fault(finding.line, finding.message)
