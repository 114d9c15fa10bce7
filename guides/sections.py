"""What an author may write in a section of the guide: its condition, its text. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from guides.schema import GuideBody
from writing import liquid, liquid_check, render
from writing.errors import Fault
from writing.passages import PassageText
from writing.variables import GUIDE, Vocabulary


def faults(
    text: str, passages: Mapping[str, PassageText], vocabulary: Vocabulary = GUIDE
) -> list[Fault]:
    """Every fault of a section's text: its Liquid, the passages it uses, its blocks."""
    return render.check(text, vocabulary=vocabulary, passages=passages, most=None)


def names_printed(
    body: GuideBody, passages: Mapping[str, PassageText], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The readable names of facts that the sections print, in a fixed order."""
    readable = (section.text for section in body.sections if liquid_check.readable(section.text))
    printed = frozenset().union(*(liquid.used_words(text, passages) for text in readable))
    return tuple(sorted(printed & set(vocabulary.names)))


def passages_used(body: GuideBody) -> frozenset[str]:
    """The keys of the passages that the sections call; none of a text that cannot be read."""
    return frozenset(
        key for section in body.sections for key in liquid.passages_called(section.text)
    )
