"""What the answers to a scale add up to: from 0 to 100, and in points. Exact fractions. Pure."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from assessments.frozen import Answers, FrozenScale
from assessments.question_types.base import Answer

Score = Fraction | None
Given = str | int | tuple[str, ...] | None


def scale_score(scale: FrozenScale, answers: Answers) -> Score:
    """100 x the weighted mean of the keyed answers given; None with fewer than the minimum."""
    return _scale_score(scale, tuple(map(_hashable, map(answers.get, scale.keys))))


def _hashable(answer: Answer) -> Given:
    return tuple(answer) if isinstance(answer, list) else answer


@lru_cache(maxsize=8192)
def _scale_score(scale: FrozenScale, answers: tuple[Given, ...]) -> Score:
    worths = _worths(scale, answers)
    weight = sum((weight for _worth, weight in worths), Fraction(0))
    if len(worths) < scale.minimum or not weight:
        return None
    return 100 * sum((worth for worth, _weight in worths), Fraction(0)) / weight


def _worths(scale: FrozenScale, answers: tuple[Given, ...]) -> list[tuple[Fraction, Fraction]]:
    """What each answer given adds to the scale, and the most it could."""
    return [
        item.worth(list(answer) if isinstance(answer, tuple) else answer, scale.key)
        for item, answer in zip(scale.items, answers, strict=True)
        if answer is not None
    ]


def points(scale: FrozenScale, answers: Answers) -> Fraction:
    given = tuple(map(_hashable, map(answers.get, scale.keys)))
    return sum((worth for worth, _most in _worths(scale, given)), Fraction(0))
