"""How sure a result is of itself, and what its texts and readers may know of that."""

from __future__ import annotations

from typing import Any

import pytest

from assessments import result as facts_of
from assessments.result_page import ResultPage
from assessments.scoring import Result
from assessments.segments import axes
from tests.assessments.made_up import body, definition, scored, sheet
from writing.render import Scope
from writing.segments import Facts, holds


def page(**wanted: Any) -> ResultPage:
    made = definition(**wanted.pop("changed", {}))
    answers = sheet(**wanted)
    result = scored(made, **wanted)
    facts = facts_of.facts(made, result, answers)
    return ResultPage(made, result, answers, Scope(facts, facts_of.names(made, facts)))


@pytest.mark.parametrize(
    ("haste", "rest", "profile", "slight", "close_to"),
    [
        (12, 12, "swing", False, None),  # 75 and 75
        (10, 12, "swing", True, "calm"),  # 62.5, thin; 7.5 beyond its border and 25 beyond
        (12, 8, "swing", True, "rush"),  # 20 beyond and 0 beyond
        (11, 4, "rush", False, None),  # 68.75
        (10, 4, "rush", True, None),  # thin, and nothing near
        (12, 7, "rush", True, "swing"),  # 43.75 is near
        (8, 12, "calm", True, "swing"),  # 50 is near
        (4, 12, "calm", False, None),
        (8, 4, "even", False, None),
    ],
)
def test_slight_profile_names_the_one_it_is_close_to(
    haste: int, rest: int, profile: str, *, slight: bool, close_to: str | None
) -> None:
    result = scored(haste=haste, rest=rest)

    assert (result.profile, result.slight, result.close_to) == (profile, slight, close_to)


@pytest.mark.parametrize(
    ("cost", "money", "rest", "first"),
    [(8, "yes", 0, False), (9, "yes", 0, True), (9, "no", 7, False), (9, "no", 8, True)],
)
def test_you_first_holds_by_its_rule(cost: int, money: str, rest: int, *, first: bool) -> None:
    assert scored(cost=cost, money=money, rest=rest).you_first is first


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"noise": 4}, ""),  # 25
        ({"n1": 2, "n2": 2, "n3": 3, "n4": 1}, "above"),  # 37.5, and 40 is the border
        ({"n1": 2, "n2": 2, "n3": 2, "n4": None}, ""),  # 50
        ({"n1": 2, "n2": 2, "n3": 2, "n4": 1}, "below"),  # 43.75
        ({"noise": None}, ""),
    ],
)
def test_only_just_where_fewer_points_of_the_scale_decided(
    answers: dict[str, Any], said: str
) -> None:
    assert scored(**answers).only_just == said


def test_distance_as_large_as_the_author_said_is_not_only_just() -> None:
    assert scored(definition(only_just={"scale": "noise", "within": 2.5}), noise=6).only_just == ""
    assert scored(definition(only_just={"scale": "noise", "within": 2.6}), noise=6).only_just


def test_result_comes_back_from_json_as_it_was() -> None:
    result = scored(haste=10, rest=12, cost=12, money="yes", noise=6)

    assert Result.from_json(result.as_json()) == result
    before = {k: v for k, v in result.as_json().items() if k in ALWAYS}
    assert Result.from_json(before).slight is False


ALWAYS = "scales measures reading profile step deeper conditions notices".split()  # noqa: SIM905


def test_texts_may_ask_whether_it_is_slight_and_what_it_is_close_to() -> None:
    made, answers = definition(), sheet(haste=10, rest=12)
    facts = facts_of.facts(made, scored(made, haste=10, rest=12), answers)

    assert holds('slight and close_to == "calm"', facts)
    assert not holds("you_first", facts)
    assert facts_of.names(made, facts)["close_to_name"] == "Calm"
    assert Facts.from_json(facts.as_json()) == facts


def test_word_of_a_scale_is_that_of_its_band() -> None:
    made = definition()
    facts = facts_of.facts(made, scored(made, haste=16, rest=8), {})
    names = facts_of.names(made, facts)

    assert (names["haste_word"], names["rest_word"]) == ("a lot", "now and then")


def test_what_a_private_scale_decides_is_private_too() -> None:
    declared = axes(body()).by_name

    assert declared["you_first"].private
    assert not declared["slight"].private
    through = body()
    through["measures"].append({"key": "worn", "kind": "max", "of": "cost, rest"})
    through["profiles"][0]["slight_when"] = "worn < 10"
    assert axes(through).by_name["slight"].private


def test_assessment_without_these_rules_declares_none_of_them() -> None:
    said = body() | {"you_first": {}}
    for profile in said["profiles"]:
        profile |= {"slight_when": "", "close_to": []}

    assert not {"slight", "close_to", "you_first"} & {axis.name for axis in axes(said).declared}


def test_page_says_less_of_a_slight_profile() -> None:
    shown = page(haste=10, rest=12).leaning

    assert shown is not None
    assert "close to Calm" in shown["summary"]
    assert "look at?" in shown["look"]
    assert "looks_after" not in shown


def test_page_puts_the_reader_first_and_the_practice_small() -> None:
    shown = page(cost=12, money="yes")

    assert shown.you_first is not None
    assert shown.you_first.title == "You first"
    assert shown.step is not None
    assert "Rest from" in shown.step.html
    assert page().you_first is None


def test_page_says_that_a_reading_was_decided_by_little() -> None:
    shown = page(noise=6)

    assert "now and then" in shown.reading.html
    assert "Only just" in shown.reading.html
    assert "Only just" not in page(noise=2).reading.html
    assert "Ask next door" in page(noise=12).more


def test_page_speaks_of_what_was_where_somebody_thinks_back() -> None:
    changed = {"stem_none_when": 'where == "flat"', "stem_when_none": "Back then:"}
    headings = {"question": "Is it the noise?", "question_past": "Was it the noise?"}
    changed |= {"headings": headings}

    past = page(changed=changed, where="flat", noise=2)
    now = page(changed=changed, where="house", noise=2)

    assert (past.question, past.reading.title) == ("Was it the noise?", "It was hardly the noise")
    assert (now.question, now.reading.title) == ("Is it the noise?", "Hardly the noise")
    assert past.scope.names["reading_name"] == "It was hardly the noise"


def test_page_says_why_no_profile_fits() -> None:
    assert "can be told" in page(haste=None, rest=None).no_leaning
    assert page().no_leaning == ""
    assert page(noise=None).no_leaning == ""
