"""A large document is edited in parts: a page shows some of its places, and saves only those. Pure.

A part shows some columns of the schema; of the items of a long list perhaps only a few fields, the
rest standing on a page of the item's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

PART, ITEM, PLACE = "part", "item", "place"
"""The parameters of the address: which part; which item by itself (`questions/i07`); whichever of
both shows a place (`questions/i07/help`).
"""
Shows = Callable[[str], bool]
"""Whether a page has a box for a place."""


def everything(_place: str) -> bool:
    return True


@dataclass(frozen=True)
class Part:
    """Columns shown together; `brief` names those fields of a list's items that stand here."""

    key: str
    title: Any
    columns: tuple[str, ...]
    brief: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def query(self) -> str:
        return f"?{PART}={self.key}"

    def shows(self, place: str) -> bool:
        column, _slash, rest = place.partition("/")
        if column not in self.columns:
            return False
        brief = self.brief.get(column)
        if brief is None or not rest:
            return True
        _id, _slash, inside = rest.partition("/")
        return not inside or inside in brief


@dataclass(frozen=True)
class Alone:
    """One item by itself."""

    place: str

    @property
    def query(self) -> str:
        return f"?{ITEM}={self.place}"

    def shows(self, place: str) -> bool:
        return place.startswith(f"{self.place}/")
