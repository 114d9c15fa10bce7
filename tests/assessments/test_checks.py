"""What stands against publishing, told in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from assessments import checks


def told(body: dict[str, Any]) -> str:
    return "\n".join(fault.message for fault in checks.faults(body))


def entry(body: dict[str, Any], name: str, key: str) -> dict[str, Any]:
    return next(row for row in body[name] if row["key"] == key)


def test_starter_content_may_be_published(body: dict[str, Any]) -> None:
    assert checks.faults(body) == []


def test_scale_without_questions(body: dict[str, Any]) -> None:
    for question in body["questions"]:
        if question.get("scale") == "toll":
            del question["scale"]

    assert "Scale “toll” has no questions." in told(body)


def test_scale_that_could_never_count(body: dict[str, Any]) -> None:
    entry(body, "scales", "toll")["minimum"] = 4

    assert "Scale “toll” counts with 4 answers, but has 3." in told(body)


def test_profile_nobody_reaches(body: dict[str, Any]) -> None:
    entry(body, "profiles", "push")["when"] = "pushing > 100"

    assert "Nobody would get the profile push" in told(body)


def test_list_without_otherwise(body: dict[str, Any]) -> None:
    body["readings"].pop()

    assert "The last of the readings must say “true”: it is for everybody else." in told(body)


@pytest.mark.parametrize(
    ("name", "key", "text"),
    [
        ("profiles", "ally", "can_cost"),
        ("readings", "partly", "text"),
        ("steps", "deeper", "title"),
        ("conditions", "fit", "short"),
        ("scales", "toll", "high"),
    ],
)
def test_missing_text(body: dict[str, Any], name: str, key: str, text: str) -> None:
    del entry(body, name, key)[text]

    assert f"“{key}” has no “{text}”." in told(body)


def test_rule_with_an_unknown_name_says_which(body: dict[str, Any]) -> None:
    entry(body, "readings", "largely")["when"] = "effort >= 55"

    assert "“It looks like a large part of it”, line 1: “effort” is not known here" in told(body)


def test_question_on_no_page(body: dict[str, Any]) -> None:
    body["pages"][0]["questions"].remove("setting")

    assert "Question “setting” (How do you work with people?) is on no page" in told(body)


def test_question_twice(body: dict[str, Any]) -> None:
    body["pages"][1]["questions"].append("field")

    assert "“field” is on two pages" in told(body)


def test_unknown_kind(body: dict[str, Any]) -> None:
    entry(body, "questions", "field")["kind"] = "slider"

    assert "“slider” is no kind of question. Allowed: agreement, condition" in told(body)


def test_text_with_an_unknown_variable(body: dict[str, Any]) -> None:
    entry(body, "profiles", "ally")["can_cost"] = "Dear {{ nobody }}"

    assert "Profile “ally”, can_cost, line 1:" in told(body)


@pytest.mark.parametrize("name", ["start", "mirror", "stem"])
def test_text_before_the_result_has_nothing_filled_in(body: dict[str, Any], name: str) -> None:
    body[name] += "\nYour {{ profile_name }}."

    assert "Nothing is filled in here; write the words without {{ }}" in told(body)
    assert f"The text “{name}”" in told(body)
