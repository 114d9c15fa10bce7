"""What a retake says about last time, scale by scale."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from assessments import comparison
from assessments.comparison import Before
from assessments.definition import Definition
from assessments.result_comparison import Comparison
from assessments.scoring import score
from tests.assessments.conftest import STARTER

FULL = dict.fromkeys(STARTER.rated, 2)


def sentences(before: Before, answers: dict[str, Any]) -> list[str]:
    names = {scale.key: scale.key for scale in STARTER.parts.scales}
    today = score(STARTER, answers)
    return comparison.reasons(before, STARTER, today, answers=answers, names=names)


def earlier(answers: dict[str, Any], definition: Definition = STARTER) -> Before:
    return Before(definition, score(definition, answers), answers)


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (Fraction(81), Fraction(50), "more"),
        (Fraction(50), Fraction(325, 4), "less"),
        (Fraction(323, 4), Fraction(50), "about the same"),
        (Fraction(50), Fraction(50), "about the same"),
        (None, Fraction(50), ""),
        (Fraction(50), None, ""),
    ],
)
def test_change_of_fewer_points_than_a_day_can_move_is_none(now: Any, then: Any, said: str) -> None:
    assert comparison.change(now, then, same_under=Fraction(31)) == said


def test_any_change_counts_where_the_author_named_no_border() -> None:
    assert comparison.change(Fraction(51), Fraction(50)) == "more"
    assert comparison.change(Fraction(50), Fraction(50)) == "about the same"


def test_four_answers_of_the_shipped_sheet_move_with_a_day_under_31_points_and_three_under_37() -> (
    None
):
    borders = {row["key"]: row["same_under"] for row in STARTER.body["scales"]}

    assert borders == {
        scale.key: 31 if len(scale.items) == 4 else 37 for scale in STARTER.parts.scales
    }


def test_same_version_and_full_answers_leave_nothing_to_explain() -> None:
    assert sentences(earlier(FULL), FULL) == []


def test_too_few_answers_are_told_whether_now_or_then() -> None:
    toll = {q.key for s in STARTER.parts.scales if s.key == "toll" for q in s.items}
    few = {key: value for key, value in FULL.items() if key not in toll}

    reasons = ["Not set beside last time, because too little was answered: toll."]

    assert sentences(earlier(FULL), few) == reasons
    assert sentences(earlier(few), FULL) == reasons


def test_scale_asked_otherwise_or_not_at_all_is_told_apart(body: dict[str, Any]) -> None:
    for question in body["questions"]:
        if question.get("scale") == "pushing":
            question["weight"] = 2
        if question.get("scale") == "toll":
            question["scale"] = ""
    body["scales"] = [scale for scale in body["scales"] if scale["key"] != "toll"]
    body["you_first"] = {}
    said = sentences(earlier(FULL, Definition.from_body(body)), FULL)

    assert said == [
        "Not set beside last time, because the questions have changed since: pushing.",
        "Not set beside last time, because it was not asked then: toll.",
    ]


def test_scale_of_which_other_statements_were_answered_is_not_compared() -> None:
    one, other = FULL | {"i02": None}, FULL | {"i13": None}

    assert sentences(earlier(one), other) == [
        "Not set beside last time, because other statements were answered: pushing."
    ]
    assert sentences(earlier(one), one) == []


def compared(then: dict[str, Any], now: dict[str, Any], *, of_another: bool) -> Comparison:
    before = Before(STARTER, score(STARTER, then), then, of_another=of_another)
    return Comparison(STARTER, score(STARTER, now), now, before)


def test_each_scale_says_more_less_or_about_the_same() -> None:
    pressing = FULL | {"i02": 4, "i08": 0, "i13": 4, "i21": 3, "i06": 0, "i12": 4, "i20": 1}

    result = compared(FULL, pressing, of_another=False)

    assert dict(result.changes) == {
        "more": ["Leaning in"],
        "less": ["What it has been costing you"],
        "about the same": [
            "How much no there is",
            "Pulling back",
            "Noticing yourself",
            "Finding the need",
            "Making room for both",
        ],
    }
    assert result.moved
    assert not compared(FULL, FULL, of_another=False).moved


def test_answers_about_two_people_say_only_what_both_have_in_common() -> None:
    marks = {"workload": "yes", "fit": "no"}
    one = FULL | marks | {"goals": "yes", "i02": 4, "i08": 0, "i13": 4, "i21": 4}
    other = FULL | marks | {"goals": "no"}

    result = compared(one, other, of_another=True)

    assert result.changes == []
    assert result.reasons == []
    assert "Pulling back: sometimes, both times" in result.shared
    assert "Your workload: marked both times" in result.shared
    assert not any(line.startswith(("Leaning in", "Goals")) for line in result.shared)
