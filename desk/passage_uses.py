"""Where the words of a passage appear: result page, guides, lessons and letters, as drafted now.

Passages belong to the assessment, which cannot see the rooms downstream; this room can.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.models import Passage
from publishing import places as in_body
from publishing.actions import places_using, users_of
from publishing.forms import box
from publishing.models import Document


@dataclass(frozen=True)
class PassageUse:
    """One text that uses the passage, the row it is edited on, and its part of that page."""

    kind: str
    title: str
    row: Document
    at: str = ""

    @property
    def anchor(self) -> str:
        return f"#{box(self.at)}" if self.at else ""


def places(passage: Passage) -> list[PassageUse]:
    """Every place, in the order in which a reader meets them."""
    return list(_documents(passage))


def _documents(passage: Passage) -> Iterator[PassageUse]:
    """Where a draft uses it; what only readers still get has no box to lead to."""
    for row in users_of(passage):
        body, kind = row.read(), str(row._meta.verbose_name)
        labels, flattened = row.kind().labels(body), in_body.flat(body)
        for at in places_using(row, passage) or [""]:
            name = in_body.name_of(type(body), flattened, at, labels) if at else str(row)
            yield PassageUse(kind, name, row, at)
