"""What stands against publishing, told in plain words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from assessments import checks, files
from assessments.schema import AssessmentBody
from publishing.files import from_plain
from publishing.kinds import Finding

pytestmark = pytest.mark.slow

CONTENT = Path(__file__).parents[2] / "content/resistance-reframe"
PASSAGES = {
    key: passage
    for key, passage in files.read_passages(CONTENT).items()
    if key.startswith("result_")
}


def findings(body: dict[str, Any]) -> list[Finding]:
    said = {name: value for name, value in body.items() if name not in ("slug", "language")}
    own = {key: {"axis": one.axis, "cells": one.cells} for key, one in PASSAGES.items()}
    return checks.findings(
        from_plain(AssessmentBody, said), slug="resistance-reframe", passages=own
    )


def told(body: dict[str, Any]) -> str:
    return "\n".join(finding.message for finding in findings(body))


def entry(body: dict[str, Any], name: str, key: str) -> dict[str, Any]:
    return next(row for row in body[name] if row["key"] == key)


def test_starter_content_may_be_published(body: dict[str, Any]) -> None:
    assert findings(body) == []


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

    (finding,) = findings(body)
    assert finding.message == "Nobody would get “Carrying the Hope”: no answers lead to it."
    assert re.fullmatch("profiles/[0-9a-f]+/when", finding.place)


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

    (finding,) = findings(body)
    assert finding.message == "This text is missing."
    assert re.fullmatch(rf"{name}/[0-9a-f]+/{text}", finding.place)


def test_rule_with_an_unknown_name_says_which(body: dict[str, Any]) -> None:
    entry(body, "readings", "largely")["when"] = "effort >= 55"

    assert "“It looks like a large part of it”, line 1: “effort” is not known here" in told(body)


def test_question_on_no_page(body: dict[str, Any]) -> None:
    del entry(body, "questions", "stuck_with")["page"]

    assert (
        "Question “stuck_with” (With how many of your clients do you feel stuck now?) is on no page"
        in (told(body))
    )


@pytest.mark.parametrize(
    ("name", "key"), [("questions", "i01"), ("profiles", "ally"), ("scales", "toll")]
)
def test_short_name_that_two_items_bear(body: dict[str, Any], name: str, key: str) -> None:
    body[name].insert(0, entry(body, name, key))

    assert f"“{key}” is there twice; keep one." in told(body)


def test_short_name_is_one_that_rules_can_say(body: dict[str, Any]) -> None:
    entry(body, "profiles", "ally")["key"] = "Ally & Co"

    assert "A short name has small letters" in told(body)


def test_unknown_kind(body: dict[str, Any]) -> None:
    entry(body, "questions", "field")["kind"] = "slider"

    assert "“slider” is no kind of question. Allowed: agreement, condition" in told(body)


def test_text_with_an_unknown_variable(body: dict[str, Any]) -> None:
    entry(body, "profiles", "ally")["can_cost"] = "Dear {{ nobody }}"

    (finding,) = findings(body)
    assert finding.place.endswith("/can_cost")
    assert "nobody" in finding.message


@pytest.mark.parametrize("name", ["start", "mirror", "stem"])
def test_text_before_the_result_has_nothing_filled_in(body: dict[str, Any], name: str) -> None:
    body[name] += "\nYour {{ profile_name }}."

    assert "Nothing is filled in here; write the words without {{ }}" in told(body)
    assert [finding.place for finding in findings(body)] == [name]
