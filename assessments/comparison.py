"""What changed since somebody took the assessment before, scale by scale, and why not; of answers
about two people, what they have in common. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from assessments.definition import Definition
from assessments.frozen import Answers
from assessments.scale_scores import Score
from assessments.scoring import Result, band

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Before:
    """The result this one is held beside."""

    definition: Definition
    result: Result
    answers: Answers
    of_another: bool = False
    """Whether it is about somebody else: then nothing can have changed since."""

    def score(self, definition: Definition, answers: Answers, key: str) -> Score:
        """The score of last time; None where it cannot be set beside today's."""
        same = scale_makeup(definition, key) == scale_makeup(self.definition, key)
        if not same or _answered(definition, answers, key) != _answered(
            definition, self.answers, key
        ):
            return None
        return self.result.scales.get(key)

    def shares_band(self, definition: Definition, result: Result, key: str) -> bool:
        """Whether a scale says the same of both, in its words."""
        if scale_makeup(definition, key) != scale_makeup(self.definition, key):
            return False
        now, then = result.scales.get(key), self.result.scales.get(key)
        return None not in (now, then) and band(definition, now) == band(self.definition, then)


def _answered(definition: Definition, answers: Answers, key: str) -> frozenset[str]:
    """The questions of a scale that got an answer."""
    scale = next((s for s in definition.parts.scales if s.key == key), None)
    items = scale.items if scale else ()
    return frozenset(item.key for item in items if answers.get(item.key) is not None)


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


def change(score: Score, before: Score, *, same_under: Fraction = Fraction(0)) -> str:
    """What became of a scale, in words; empty where one of the two is missing. A change of fewer
    points than `same_under` is none: one answer can move with the day.
    """
    if score is None or before is None:
        return ""
    if score == before or abs(score - before) < same_under:
        return _("about the same")
    return _("more") if score > before else _("less")


def reasons(
    before: Before,
    definition: Definition,
    result: Result,
    *,
    answers: Answers,
    names: Mapping[str, str],
) -> list[str]:
    """Why the scales of these names are not set beside last time, a sentence for each reason."""
    why: dict[str, list[str]] = {}
    for key, name in names.items():
        reason = _reason(before, definition, result, answers=answers, key=key)
        if reason:
            why.setdefault(reason, []).append(name)
    return [reason % {"names": ", ".join(sheet)} for reason, sheet in why.items()]


def _reason(
    before: Before, definition: Definition, result: Result, *, answers: Answers, key: str
) -> str:
    then = scale_makeup(before.definition, key)
    if then is None:
        return _("Not set beside last time, because it was not asked then: %(names)s.")
    if then != scale_makeup(definition, key):
        return _("Not set beside last time, because the questions have changed since: %(names)s.")
    if result.scales.get(key) is None or before.result.scales.get(key) is None:
        return _("Not set beside last time, because too little was answered: %(names)s.")
    if before.score(definition, answers, key) is None:
        return _("Not set beside last time, because other statements were answered: %(names)s.")
    return ""
