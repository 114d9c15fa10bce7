"""Numbers made of others, and what follows from them: made-up rules at their borders."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from assessments import checks
from tests.assessments.made_up import body, definition, scored, typed
from writing.errors import Refused


def test_made_up_assessment_may_be_published() -> None:
    assert checks.findings(typed(body()), slug="next-door") == []


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"n1": 3, "n2": 2, "n4": 4}, 2),
        ({"n1": None, "n2": None, "n4": 3}, 1),
        ({"n1": None, "n2": None, "n4": None}, 0),
    ],
)
def test_count_is_how_many_of_its_questions_reach_it(
    answers: dict[str, Any], expected: int
) -> None:
    assert scored(**answers).measures["loud"] == expected


def test_count_without_a_threshold_is_how_many_were_answered() -> None:
    counted = {"key": "seen", "kind": "count", "of": "n1, walls", "minimum": 0}

    assert scored(definition(measures=[*body()["measures"], counted]), n1=0).measures["seen"] == 2


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"money": "yes", "walls": "yes"}, 1),
        ({"money": "yes", "health": "somewhat"}, Fraction(3, 2)),
        ({"money": None, "health": "somewhat"}, Fraction(1, 2)),
        ({"money": None, "health": None}, 0),
    ],
)
def test_conditions_of_some_are_summed_as_far_as_answered(
    answers: dict[str, Any], expected: Any
) -> None:
    assert scored(**answers).measures["heavy"] == expected


@pytest.mark.parametrize(
    ("haste", "rest", "expected"),
    [(8, 8, -5), (16, 0, 95), (None, 8, -1000), (8, None, 995)],
)
def test_lead_with_borders_takes_one_that_does_not_count_as_far_below(
    haste: int | None, rest: int | None, expected: int
) -> None:
    lead = {"key": "ahead", "kind": "lead", "of": "haste, rest", "borders": "55, 50", "minimum": 0}
    others = [row for row in body()["measures"] if row["key"] != "ahead"]

    assert (
        scored(definition(measures=[*others, lead]), haste=haste, rest=rest).measures["ahead"]
        == expected
    )


def test_no_profile_where_its_rule_says_so() -> None:
    assert scored(haste=None).profile == "calm"
    assert scored(haste=None, rest=None).profile is None
    assert scored(haste=None, rest=None).reading == "some"


def test_step_where_none_counts_is_the_one_it_names() -> None:
    result = scored(ear=None, talk=None)

    assert (result.step, result.deeper) == ("ear", False)


@pytest.mark.parametrize(("talk", "deeper"), [(12, True), (None, False)])
def test_deeper_needs_so_many_steps_that_count(talk: int | None, *, deeper: bool) -> None:
    assert scored(ear=12, talk=talk).deeper is deeper


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        ({"kind": "count", "of": "n9"}, "“m” is made of “n9”, not known above it."),
        ({"kind": "conditions", "of": "n1"}, "“m” is made of “n1”, not known above it."),
        ({"kind": "lead", "of": "haste, rest", "borders": "55"}, "one border for each"),
        ({"kind": "lead", "of": "haste, rest", "borders": "55, x"}, "a border is a number"),
        ({"kind": "max", "of": "haste, rest", "borders": "55, 50"}, "one border for each"),
    ],
)
def test_measure_that_cannot_be_made_is_told(measure: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused) as refused:
        definition(measures=[*body()["measures"], {"key": "m", **measure}])

    assert told in str(refused.value)


def test_step_that_is_none_of_the_steps_is_told() -> None:
    (finding,) = checks.findings(typed(body() | {"step_otherwise": "nap"}), slug="next-door")

    assert finding.place == "step_otherwise"
