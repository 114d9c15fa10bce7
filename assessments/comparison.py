"""What changed since somebody took the assessment before, scale by scale, and why not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.definition import Definition
from assessments.scale_scores import Score
from assessments.scoring import Result

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Before:
    """The result this one is held beside."""

    definition: Definition
    result: Result

    def score(self, definition: Definition, key: str) -> Score:
        """The score of last time; None where it cannot be set beside today's."""
        if scale_makeup(definition, key) != scale_makeup(self.definition, key):
            return None
        return self.result.scales.get(key)


def scale_makeup(definition: Definition, key: str) -> object:
    """All that makes a scale what it is, to compare two versions of it."""
    scale = next((s for s in definition.parts.scales if s.key == key), None)
    if scale is None:
        return None
    items = [(q.key, q.text, q.reverse, q.weight, q.options) for q in scale.items]
    return scale.minimum, items


def rounded(score: Score) -> int | None:
    """A score for the table; halves go up."""
    return None if score is None else int(score + HALF)


def change(score: Score, before: Score) -> str:
    """The difference of the two numbers in the table, in words; empty where one is missing."""
    now, then = rounded(score), rounded(before)
    if now is None or then is None:
        return ""
    if now == then:
        return _("the same")
    by = abs(now - then)
    more = ngettext("%(n)s more", "%(n)s more", by)
    return (more if now > then else ngettext("%(n)s less", "%(n)s less", by)) % {"n": by}


def reasons(
    before: Before, definition: Definition, result: Result, names: Mapping[str, str]
) -> list[str]:
    """Why the scales of these names are not set beside last time, a sentence for each reason."""
    why: dict[str, list[str]] = {}
    for key, name in names.items():
        reason = _reason(before, definition, result, key)
        if reason:
            why.setdefault(reason, []).append(name)
    return [reason % {"names": ", ".join(sheet)} for reason, sheet in why.items()]


def _reason(before: Before, definition: Definition, result: Result, key: str) -> str:
    then = scale_makeup(before.definition, key)
    if then is None:
        return _("Not set beside last time, because it was not asked then: %(names)s.")
    if then != scale_makeup(definition, key):
        return _("Not set beside last time, because the questions have changed since: %(names)s.")
    if result.scales.get(key) is None or before.result.scales.get(key) is None:
        return _("Not set beside last time, because too little was answered: %(names)s.")
    return ""
