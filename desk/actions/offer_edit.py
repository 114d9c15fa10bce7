"""One save of a step over several texts: each over the state its words were typed over, so that
what somebody else saved meanwhile is joined with them, and what both changed is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from desk.actions.offer_texts import OfferTexts
from publishing import actions as publishing
from publishing import places
from publishing.actions import Conflicted
from publishing.merge import GONE, Conflict
from publishing.models import Document, Revision
from publishing.schema import Body, dumped


@dataclass(frozen=True)
class Bases:
    """The revision of each text that a page was opened with."""

    numbers: dict[str, int]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Self:
        return cls({name_of(document): document.head for document in documents})

    @classmethod
    def read(cls, written: str) -> Self:
        """What `str` wrote into the page; anything else is left out."""
        pairs = (pair.rpartition("=") for pair in written.split()[:500])
        return cls({name: int(n) for name, _sign, n in pairs if n.isdecimal() and len(n) < 10})

    def __str__(self) -> str:
        return " ".join(f"{name}={number}" for name, number in self.numbers.items())

    def number(self, document: Document) -> int:
        """0 of a text that was not there yet; as it is now for a page that knew of none."""
        return self.numbers.get(name_of(document), 0) if self.numbers else document.head

    def body(self, document: Document) -> Any:
        """What the page was opened with; as it is now where that is not kept any more, or was not
        there: then all that differs was changed by both.
        """
        began = document.revisions.filter(number=self.number(document)).first()
        return document.read() if began is None else began.read()


def name_of(document: Document) -> str:
    return f"{document._meta.label_lower}:{document.pk}"


@dataclass(frozen=True)
class Clash:
    """A place that somebody else changed as well: of a text, or a column of its row."""

    document: Document | None
    revision: Revision | None
    conflict: Conflict


@dataclass
class OfferEdit:
    """Who saves what, when, over which states; `clashes` fill as texts are saved."""

    bases: Bases
    by: Any
    now: datetime
    clashes: list[Clash] = field(default_factory=list)

    def save(self, document: Document, body: Body) -> None:
        """Make `body` the draft, joined with what was saved meanwhile. Where both changed a place,
        nothing is saved, and the row in memory shows both: the typed words there, the others'
        elsewhere.
        """
        base = self.bases.number(document)
        try:
            publishing.save(document, body=body, base=base, by=self.by, now=self.now)
        # Nothing of this text is saved then, and the caller rolls the others back: a step is saved
        # whole.
        except Conflicted as clash:
            rows = (Clash(document, clash.revision, conflict) for conflict in clash.conflicts)
            self.clashes += rows
            both = typed_over(places.flat(body), clash)
            shown = type(body).model_validate(places.nested(type(body), both))
            document.draft = dumped(shown)

    def column(self, place: str, *, was: Any, typed: Any, saved: Any) -> Any:
        """What a column of a row says from now on, joined as a place is."""
        if typed in (was, saved):
            return saved
        if saved != was:
            self.clashes.append(Clash(None, None, Conflict(place, was, typed, saved)))
        return typed


def typed_over(typed: places.Flat, clash: Conflicted) -> dict[str, Any]:
    """What is saved now, the typed words in the places that both changed; an item that one took
    out and the other changed stands.
    """
    both, theirs = dict(clash.joined), places.flat(clash.revision.read())
    for conflict in clash.conflicts:
        if conflict.place in typed:
            both[conflict.place] = typed[conflict.place]
            continue
        stands = theirs if conflict.mine is GONE else typed
        order, _slash, item = conflict.place.rpartition("/")
        within = f"{conflict.place}/"
        both |= {at: value for at, value in stands.items() if at.startswith(within)}
        rest = [other for other in both[order] if other != item]
        rest.insert(stands[order].index(item), item)
        both[order] = tuple(rest)
    return both


def with_clashes(texts: OfferTexts, edit: OfferEdit) -> OfferTexts:
    """The texts of an offer as they are to be shown again: where nothing was saved because both
    changed it, as the rows in memory say.
    """
    drafts = {
        name_of(clash.document): clash.document.draft for clash in edit.clashes if clash.document
    }
    for document in texts.documents:
        document.draft = drafts.get(name_of(document), document.draft)
    return texts
