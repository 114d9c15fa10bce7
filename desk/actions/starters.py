"""Which texts still say what the starter content says: hers to change, whenever she likes."""

from __future__ import annotations

from publishing.actions import content
from publishing.kinds import all_kinds


def untouched(label: str) -> set[int]:
    """The ids of a model's rows that still say what the starter said."""
    kinds = [kind for kind in all_kinds() if kind.label == label]
    return {pk for kind in kinds for pk in content.untouched(kind)}


def count() -> int:
    """How many texts still say what the starter said."""
    return sum(len(untouched(kind.label)) for kind in all_kinds())
