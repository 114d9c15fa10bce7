"""What a retake says about last time, scale by scale."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from assessments import comparison
from assessments.comparison import Before
from assessments.definition import Definition
from assessments.scoring import score
from tests.assessments.conftest import STARTER

FULL = dict.fromkeys(STARTER.rated, 2)


def sentences(before: Before, answers: dict[str, Any]) -> list[str]:
    names = {scale.key: scale.key for scale in STARTER.parts.scales}
    return comparison.reasons(before, STARTER, score(STARTER, answers), names)


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (Fraction(58), Fraction(50), "8 more"),
        (Fraction(50), Fraction(175, 3), "8 less"),
        (Fraction(101, 2), Fraction(51), "the same"),
        (Fraction(1), Fraction(0), "1 more"),
        (None, Fraction(50), ""),
        (Fraction(50), None, ""),
    ],
)
def test_change_is_the_difference_of_the_numbers_shown(now: Any, then: Any, said: str) -> None:
    assert comparison.change(now, then) == said


def test_same_version_and_full_answers_leave_nothing_to_explain() -> None:
    assert sentences(Before(STARTER, score(STARTER, FULL)), FULL) == []


def test_too_few_answers_are_told_whether_now_or_then() -> None:
    toll = {q.key for s in STARTER.parts.scales if s.key == "toll" for q in s.items}
    few = {key: value for key, value in FULL.items() if key not in toll}

    told = ["Not set beside last time, because too little was answered: toll."]

    assert sentences(Before(STARTER, score(STARTER, FULL)), few) == told
    assert sentences(Before(STARTER, score(STARTER, few)), FULL) == told


def test_scale_asked_otherwise_or_not_at_all_is_told_apart(body: dict[str, Any]) -> None:
    for question in body["questions"]:
        if question.get("scale") == "pushing":
            question["weight"] = 2
        if question.get("scale") == "toll":
            question["scale"] = ""
    body["scales"] = [scale for scale in body["scales"] if scale["key"] != "toll"]
    body["you_first"] = {}
    earlier = Definition.from_body(body)

    said = sentences(Before(earlier, score(earlier, FULL)), FULL)

    assert said == [
        "Not set beside last time, because the questions have changed since: pushing.",
        "Not set beside last time, because it was not asked then: toll.",
    ]
