"""What the answers to a scale add up to: from 0 to 100, and in points. Exact fractions. Pure."""

from __future__ import annotations

from fractions import Fraction

from assessments.frozen import Answers, FrozenScale

Score = Fraction | None


def scale_score(scale: FrozenScale, answers: Answers) -> Score:
    """100 x the weighted mean of the keyed answers given; None with fewer than the minimum."""
    worths = _worths(scale, answers)
    weight = sum((most for _worth, most in worths), Fraction(0))
    if len(worths) < scale.minimum or not weight:
        return None
    return 100 * points(scale, answers) / weight


def points(scale: FrozenScale, answers: Answers) -> Fraction:
    return sum((worth for worth, _most in _worths(scale, answers)), Fraction(0))


def _worths(scale: FrozenScale, answers: Answers) -> list[tuple[Fraction, Fraction]]:
    """What each answer given adds to the scale, and the most it could."""
    given = ((item, answers.get(item.key)) for item in scale.items)
    return [item.worth(answer, scale.key) for item, answer in given if answer is not None]
