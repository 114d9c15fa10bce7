"""Every rule of the starter assessment, at each of its borders."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from assessments.definition import Definition
from assessments.scoring import Result, band, score
from tests.assessments.conftest import STARTER

# Items of each scale; those that count the other way round carry a minus.
ITEMS = {
    "presence": ("i01", "i09", "-i15", "i19"),
    "pushing": ("i02", "-i08", "i13", "i21"),
    "withdrawing": ("-i04", "i10", "i17", "i24"),
    "toll": ("i06", "-i12", "i20"),
    "recognise": ("i03", "i14", "-i22"),
    "understand": ("i05", "i11", "-i18"),
    "include": ("-i07", "i16", "i23"),
}
ALL = tuple(f"i{number:02}" for number in range(1, 25))
CONDITIONS = ("goals", "skills", "scope", "workload", "fit", "format", "circumstances")


def sheet(**wanted: Any) -> dict[str, Any]:
    """A sheet whose scales have these sums of keyed answers, or these answers.

    Scales not named are in the middle (a score of 50), conditions not named are no.
    """
    answers: dict[str, Any] = dict.fromkeys(CONDITIONS, "no")
    for scale, items in ITEMS.items():
        answers |= keyed(items, wanted.pop(scale, 2 * len(items)))
    return answers | wanted


def keyed(items: tuple[str, ...], total: int | None) -> dict[str, int | None]:
    if total is None:
        return dict.fromkeys((item.lstrip("-") for item in items), None)
    parts = [total // len(items) + (place < total % len(items)) for place in range(len(items))]
    return {
        item.lstrip("-"): 4 - part if item.startswith("-") else part
        for item, part in zip(items, parts, strict=True)
    }


def scored(**wanted: Any) -> Result:
    return score(STARTER, sheet(**wanted))


def test_scales_hold_the_items_of_the_table() -> None:
    found = {
        scale.key: tuple(f"-{q.key}" if q.reverse else q.key for q in scale.items)
        for scale in STARTER.parts.scales
    }

    assert found == ITEMS


@pytest.mark.parametrize(
    ("scale", "total"),
    [(scale, total) for scale, items in ITEMS.items() for total in range(4 * len(items) + 1)],
)
def test_scale_is_25_times_the_mean_of_its_keyed_answers(scale: str, total: int) -> None:
    assert scored(**{scale: total}).scales[scale] == Fraction(25 * total, len(ITEMS[scale]))


@pytest.mark.parametrize(
    ("answers", "scale", "expected"),
    [
        ({"i01": 4, "i09": 4, "i15": 0, "i19": 4}, "presence", 100),
        ({"i01": 3, "i09": 4, "i15": 0, "i19": None}, "presence", Fraction(275, 3)),
        ({"i01": 3, "i09": 4, "i15": None, "i19": None}, "presence", None),
        ({"i06": 3, "i12": None, "i20": 4}, "toll", Fraction(175, 2)),
        ({"i06": 3, "i12": None, "i20": None}, "toll", None),
    ],
)
def test_scale_counts_with_three_of_four_or_two_of_three_answers(
    answers: dict[str, Any], scale: str, expected: Any
) -> None:
    assert scored(**answers).scales[scale] == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, 0),
        ({"goals": "yes"}, 1),
        ({"goals": "somewhat"}, Fraction(1, 2)),
        ({"goals": "yes", "skills": "somewhat", "fit": "yes"}, Fraction(5, 2)),
        ({"goals": None, "skills": None, "fit": "yes"}, 1),
        ({"goals": None, "skills": None, "fit": None}, None),
    ],
)
def test_others_are_yes_and_half_of_somewhat_with_five_of_seven(
    answers: dict[str, Any], expected: Any
) -> None:
    assert scored(**answers).measures["others"] == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"goals": "yes", "fit": "yes"}, 0),
        ({"scope": "somewhat", "circumstances": "somewhat"}, 1),
        ({"scope": None, "circumstances": "yes"}, 1),
        ({"scope": None, "circumstances": None}, 0),
    ],
)
def test_obstacle_looks_at_scope_and_circumstances_as_far_as_answered(
    answers: dict[str, Any], expected: Any
) -> None:
    assert scored(**answers).measures["obstacle"] == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"i01": 3, "i09": 4, "i19": 2}, 2),
        ({"i01": 2, "i09": 2, "i19": 2, "i15": 0}, 0),
        ({"i01": None, "i09": 4, "i19": None}, 1),
    ],
)
def test_loud_counts_the_clear_signs_of_a_no(answers: dict[str, Any], expected: int) -> None:
    assert scored(**answers).measures["loud"] == expected


def test_response_is_the_larger_of_the_two_that_count() -> None:
    assert scored(pushing=5, withdrawing=8).measures["response"] == 50
    assert scored(pushing=5, withdrawing=None).measures["response"] == Fraction(125, 4)


def test_toll_never_feeds_a_verdict() -> None:
    verdicts = {(r.reading, r.profile) for r in (scored(toll=t) for t in range(13))}

    assert len(verdicts) == 1


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"recognise": 3, "understand": 6, "include": 9}, 50),
        ({"recognise": None, "understand": 6, "include": 9}, Fraction(125, 2)),
        ({"recognise": None, "understand": None, "include": 9}, None),
    ],
)
def test_roadmap_is_the_mean_of_those_that_count(answers: dict[str, Any], expected: Any) -> None:
    assert scored(**answers).measures["roadmap"] == expected


THREE_LESS_HALF = {"goals": "yes", "fit": "yes", "format": "somewhat"}
THREE = {"goals": "yes", "fit": "yes", "format": "yes"}
OPEN = {"goals": None, "skills": None, "fit": None}


@pytest.mark.parametrize(
    ("answers", "reading"),
    [
        ({"presence": None}, "not_enough"),
        ({"presence": 6, "pushing": None, "withdrawing": None}, "not_main"),
        # presence of exactly 40 cannot be made of four; 37.5 and 43.75 stand beside it
        ({"presence": 6, "pushing": 8}, "not_main"),
        ({"presence": 7, "pushing": 8}, "partly"),
        ({"presence": 6, "pushing": 9}, "unheard"),
        ({"presence": 7, "pushing": 9}, "partly"),
        ({"presence": 6, "pushing": 9, "circumstances": "yes"}, "not_main"),
        ({"presence": 6, "pushing": 9, **THREE}, "not_main"),
        ({"presence": 6, "pushing": 9, **THREE_LESS_HALF}, "unheard"),
        # one clear sign that came up often is enough for a no to be there
        ({"i01": 3, "i09": 1, "i15": 4, "i19": 1}, "partly"),
        ({"i01": 3, "i09": 1, "i15": 4, "i19": 1, "scope": "yes"}, "one_of_several"),
        ({"presence": 10, "circumstances": "yes"}, "one_of_several"),
        ({"presence": 10, "circumstances": "somewhat"}, "largely"),
        ({"presence": 10, **THREE}, "one_of_several"),
        ({"presence": 10, **THREE_LESS_HALF}, "largely"),
        ({"presence": 10, **OPEN}, "partly"),
        ({"presence": 9}, "partly"),
        ({"presence": 10, "pushing": 6, "withdrawing": 6}, "partly"),
        ({"presence": 10, "pushing": 7, "withdrawing": 6}, "largely"),
        ({"i01": 3, "i09": 3, "i15": 4, "i19": 1}, "partly"),
        ({"i01": 3, "i09": 3, "i15": 3, "i19": 1}, "largely"),
    ],
)
def test_reading_at_each_border(answers: dict[str, Any], reading: str) -> None:
    assert scored(**answers).reading == reading


def test_little_no_beside_much_pushing_is_no_large_part() -> None:
    assert scored(presence=2, pushing=16).reading == "unheard"


def test_answers_of_never_throughout_claim_nothing() -> None:
    result = scored(**dict.fromkeys((f"i{n:02}" for n in range(1, 25)), 0))

    assert (result.reading, result.profile) == ("not_main", "in-between")


@pytest.mark.parametrize(
    ("answers", "only_just"),
    [
        ({"presence": 6}, "above"),
        ({"presence": 5}, None),
        ({"presence": 7}, "below"),
        ({"presence": 8}, None),
        ({"presence": 9}, "above"),
        ({"i01": 3, "i09": 2, "i15": 1, "i19": 2}, "below"),
        ({"i01": 3, "i09": 3, "i15": 2, "i19": 2}, None),
        ({"presence": 11}, None),
    ],
)
def test_reading_decided_by_little_presence_says_so(
    answers: dict[str, Any], only_just: str | None
) -> None:
    assert (scored(**answers).only_just or None) == only_just


@pytest.mark.parametrize(
    ("border", "reading"), [("50", "largely"), ("50.001", "partly"), ("49.999", "largely")]
)
def test_border_is_met_exactly_or_not_at_all(
    body: dict[str, Any], border: str, reading: str
) -> None:
    largely = next(r for r in body["readings"] if r["key"] == "largely")
    largely["when"] = largely["when"].replace("60", border)

    assert score(Definition.from_body(body), sheet()).reading == reading


@pytest.mark.parametrize(
    ("answers", "profile"),
    [
        ({"presence": None}, None),
        ({"pushing": None, "withdrawing": None}, None),
        ({"pushing": None}, "step-back"),
        ({"pushing": 9, "withdrawing": 8}, "pendulum"),
        ({"pushing": 9, "withdrawing": 7}, "push"),
        ({"pushing": 8, "withdrawing": 8}, "step-back"),
        ({"withdrawing": 7}, "in-between"),
        ({"presence": 0, "withdrawing": 7, "goals": "yes"}, "wider-view"),
        ({"presence": 0, "withdrawing": 7, "goals": "somewhat", "fit": "somewhat"}, "wider-view"),
        ({"presence": 0, "withdrawing": 7, "goals": "somewhat"}, "in-between"),
        ({"presence": 6, "withdrawing": 8, "goals": "yes"}, "step-back"),
        ({"withdrawing": 7, "recognise": 8, "understand": 8, "include": 7}, "in-between"),
        ({"withdrawing": 7, "recognise": 8, "understand": 8, "include": 8}, "ally"),
        ({"withdrawing": 7, "recognise": 12, "understand": 12, "pushing": 9}, "push"),
        ({"withdrawing": 7, "recognise": None, "understand": None, "include": 12}, "in-between"),
    ],
)
def test_profile_at_each_border(answers: dict[str, Any], profile: str | None) -> None:
    assert scored(**answers).profile == profile


@pytest.mark.parametrize(
    ("answers", "slight", "close_to"),
    [
        ({"pushing": 11, "withdrawing": 10}, False, None),
        ({"pushing": 10, "withdrawing": 10}, True, "step-back"),
        ({"pushing": 11, "withdrawing": 9}, True, "push"),
        ({"pushing": 10, "withdrawing": 9}, True, "push"),
        ({"pushing": 11, "withdrawing": 5}, False, None),
        ({"pushing": 10, "withdrawing": 5}, True, None),
        ({"pushing": 11, "withdrawing": 6}, True, "pendulum"),
        ({"pushing": 11, "withdrawing": None}, False, None),
        ({"pushing": 6, "withdrawing": 10}, False, None),
        ({"pushing": 6, "withdrawing": 9}, True, None),
        ({"pushing": 7, "withdrawing": 10}, True, "pendulum"),
        ({"pushing": 6, "withdrawing": 5}, False, None),
        ({"pushing": 7, "withdrawing": 5}, True, "push"),
        ({"pushing": 6, "withdrawing": 6}, True, "step-back"),
        ({"pushing": 8, "withdrawing": 7}, True, "push"),
        ({"pushing": 7, "withdrawing": 7}, True, "step-back"),
    ],
)
def test_profile_that_little_speaks_for_is_slight_and_names_its_neighbor(
    answers: dict[str, Any], slight: bool, close_to: str | None
) -> None:
    result = scored(**answers)

    assert (result.slight, result.close_to or None) == (slight, close_to)


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"toll": 8, "workload": "yes"}, False),
        ({"toll": 9, "workload": "yes"}, True),
        ({"toll": 9, "workload": "somewhat", "withdrawing": 7}, False),
        ({"toll": 9, "withdrawing": 8}, True),
    ],
)
def test_reader_comes_first_where_it_costs_much(answers: dict[str, Any], shown: bool) -> None:
    assert scored(**answers).you_first is shown


@pytest.mark.parametrize(
    ("answers", "step", "deeper"),
    [
        ({"recognise": 5, "understand": 4, "include": 3}, "include", False),
        ({"recognise": 5, "understand": 5, "include": 5}, "recognise", False),
        ({"recognise": 6, "understand": 5, "include": 5}, "understand", False),
        ({"recognise": None, "understand": 5, "include": 5}, "understand", False),
        ({"recognise": 10, "understand": 9, "include": 9}, "understand", True),
        ({"recognise": 12, "understand": 12, "include": 8}, "include", False),
        ({"recognise": None, "understand": 9, "include": 9}, "understand", True),
        ({"recognise": None, "understand": None, "include": 9}, "include", False),
        ({"recognise": None, "understand": None, "include": None}, "recognise", False),
    ],
)
def test_next_step_is_the_lowest_that_counts(
    answers: dict[str, Any], step: str, deeper: bool
) -> None:
    result = scored(**answers)

    assert (result.step, result.deeper) == (step, deeper)


def test_conditions_are_scope_then_yes_then_somewhat_in_list_order() -> None:
    result = scored(
        goals="somewhat", skills="yes", scope="somewhat", fit="somewhat", circumstances="yes"
    )

    assert result.conditions == ("scope", "skills", "circumstances", "goals", "fit")


@pytest.mark.parametrize(
    ("answers", "notice", "shown"),
    [
        (dict.fromkeys(ALL, 3), "one_answer", True),
        (dict.fromkeys(ALL, 3) | {"i21": None}, "one_answer", True),
        (dict.fromkeys(ALL, 3) | {"i21": 2}, "one_answer", False),
        (dict.fromkeys(ALL, None), "one_answer", False),
        ({"presence": 0}, "not_main_alone", True),
        ({"presence": 0, "goals": "somewhat"}, "not_main_alone", False),
        ({"presence": 16}, "not_main_alone", False),
        ({"presence": None}, "not_enough_help", True),
        ({}, "not_enough_help", False),
    ],
)
def test_notice_shows_when_its_rule_holds(
    answers: dict[str, Any], notice: str, shown: bool
) -> None:
    assert (notice in scored(**answers).notices) is shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "none"),
        (Fraction(0), "low"),
        (Fraction("37.49"), "low"),
        (Fraction("37.5"), "middle"),
        (Fraction("62.49"), "middle"),
        (Fraction("62.5"), "high"),
        (Fraction(100), "high"),
    ],
)
def test_band_at_each_border(value: Fraction | None, expected: str) -> None:
    assert band(STARTER, value) == expected


def test_result_survives_json_exactly() -> None:
    result = scored(presence=7, goals="yes")

    assert Result.from_json(result.as_json()) == result


def test_weight_counts_a_question_more(body: dict[str, Any]) -> None:
    next(q for q in body["questions"] if q["key"] == "i01")["weight"] = 2

    result = score(Definition.from_body(body), sheet(i01=4, i09=0, i15=4, i19=0))

    assert result.scales["presence"] == 40
