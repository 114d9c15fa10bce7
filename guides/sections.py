"""What an author may write in a section of the guide: its condition, its text. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from guides.schema import GuideBody
from writing import audience, liquid, render
from writing.errors import Fault, Refused
from writing.passages import PassageText
from writing.variables import GUIDE, Vocabulary


def condition_faults(rule: str) -> list[Fault]:
    """Why a condition cannot be read, and what is allowed."""
    try:
        audience.read(rule)
    except Refused as refused:
        return refused.faults
    return []


def faults(
    text: str, passages: Mapping[str, PassageText], vocabulary: Vocabulary = GUIDE
) -> list[Fault]:
    """Every fault of a section's text: its Liquid, the passages it uses, its blocks."""
    return render.check(text, vocabulary=vocabulary, passages=passages, most=None)


def passages_used(body: GuideBody) -> frozenset[str]:
    """The keys of the passages that the sections call; none of a text that cannot be read."""
    return frozenset(key for one in body.sections for key in liquid.passages_called(one.text))
