"""The documents of every kind, as the checks look at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from publishing import actions, places
from publishing.kinds import Finding, all_kinds
from publishing.models import Document
from publishing.schema import Body, Style
from writing.errors import Fault


def unpublished() -> Iterator[Document]:
    """Those that the product cannot do without, and that nobody published yet."""
    for kind in all_kinds():
        if kind.files is not None and kind.files.required:
            yield from kind.model._default_manager.filter(published=None)


def prose(row: Document) -> Iterator[tuple[str, str]]:
    """(whose, text) of what is written in a draft."""
    body = row.read()
    flattened = places.flat(body)
    for place, value in flattened.items():
        if places.style_of(type(body), place) is Style.PROSE:
            yield _whose(row, body, flattened, place), value


def checked() -> Iterator[tuple[str, str, Iterable[Fault]]]:
    """(whose, text, faults) of each text of the documents that has something against it; the lines
    above a text stand for themselves.
    """
    for row in actions.in_use():
        if row.stays_draft:
            continue
        body = row.read()
        flattened = places.flat(body)
        problems = sorted(actions.check(row))
        for place, findings in groupby(problems, key=lambda problem: problem.place):
            text = places.said(flattened.get(place))
            yield (
                _whose(row, body, flattened, place),
                text,
                [_fault(problem) for problem in findings],
            )


def _whose(row: Document, body: Body, flattened: places.Flat, place: str) -> str:
    """“The guide: Section “The mirror””: the text, and the item of it that the place is in."""
    item = place.rpartition("/")[0]
    if not item:
        return str(row)
    name = places.name_of(type(body), flattened, item, row.kind().labels(body))
    return f"{row}: {name}"


def _fault(finding: Finding) -> Fault:
    return Fault(finding.line, finding.message)
