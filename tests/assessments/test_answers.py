"""Answer sheets and forms: what is kept, and what is refused in one sentence."""

from __future__ import annotations

from typing import Any

import pytest

from assessments import answers
from assessments.definition import Definition
from assessments.question_types.base import NOT_APPLICABLE, Unknown
from tests.assessments.conftest import STARTER


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("i01", 0),
        ("i01", 4),
        ("i01", None),
        ("scope", "somewhat"),
        ("scope", None),
        ("field", "nutrition"),
    ],
)
def test_clean_keeps_a_known_value(key: str, value: Any) -> None:
    assert answers.clean(STARTER, {key: value}) == {key: value}


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"i25": 1}, 'Unknown question "i25"; known are field, stuck_with'),
        ({"i01": 5}, 'Question "i01": 5 is no answer; allowed is 0, 1, 2, 3, 4, or null.'),
        ({"i01": -1}, "-1 is no answer"),
        ({"i01": "3"}, "'3' is no answer"),
        ({"i01": True}, "True is no answer"),
        ({"i01": 2.0}, "2.0 is no answer"),
        ({"i01": [2]}, "[2] is no answer"),
        ({"scope": True}, 'allowed is "yes", "somewhat", "no", or null.'),
        ({"scope": "Yes"}, "'Yes' is no answer"),
        ({"field": "dentistry"}, "'dentistry' is no answer"),
        ({"field": "x" * 5000}, "is no answer"),
    ],
)
def test_clean_refuses_an_unknown_key_or_value(raw: dict[str, Any], told: str) -> None:
    with pytest.raises(answers.InvalidAnswers) as wrong:
        answers.clean(STARTER, raw)

    assert told in str(wrong.value)
    assert len(str(wrong.value)) < 400


@pytest.mark.parametrize(
    "data", [None, [], "x", {}, {"answers": []}, {"answers": {}, "age": 4}, {"i01": 3}]
)
def test_sheet_refuses_another_shape(data: Any) -> None:
    with pytest.raises(answers.InvalidAnswers):
        answers.sheet(STARTER, data)


def test_sheet_without_a_name_is_fine() -> None:
    assert answers.sheet(STARTER, {"answers": {}}) == answers.Sheet("", {})
    assert answers.sheet(STARTER, {"first_name": None, "answers": {}}).first_name == ""


@pytest.mark.parametrize(
    ("key", "values", "kept"),
    [
        ("i01", ["3"], 3),
        ("i01", [NOT_APPLICABLE], None),
        ("scope", ["yes"], "yes"),
        ("stuck_with", ["half"], "half"),
    ],
)
def test_posted_reads_what_a_form_sends(key: str, values: list[str], kept: Any) -> None:
    assert answers.posted(STARTER.questions[key], values) == kept


@pytest.mark.parametrize(
    ("key", "values"),
    [("i01", ["5"]), ("i01", ["3", "4"]), ("i01", ["03"]), ("scope", [NOT_APPLICABLE])],
)
def test_posted_refuses_anything_else(key: str, values: list[str]) -> None:
    with pytest.raises(Unknown):
        answers.posted(STARTER.questions[key], values)


@pytest.fixture
def richer(body: dict[str, Any]) -> Definition:
    """The starter with one question of each further kind, one of them shown on a condition."""
    body["answers"]["agreement"] = [{"key": str(n), "label": f"word {n}"} for n in range(5)]
    body["questions"] += [
        {"key": "agree", "kind": "agreement", "text": "I would rather wait.", "page": "more"},
        {
            "key": "tools",
            "kind": "several",
            "text": "What do you use?",
            "page": "more",
            "choices": [{"key": "talk", "label": "Talk"}, {"key": "touch", "label": "Touch"}],
        },
        {
            "key": "word",
            "kind": "text",
            "text": "One word?",
            "page": "more",
            "when": 'tools contains "touch"',
        },
    ]
    body["pages"].append({"key": "more", "title": "More"})
    return Definition.from_body(body)


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("agree", 4, 4),
        ("tools", ["touch", "talk", "touch"], ["talk", "touch"]),
        ("tools", [], []),
        ("word", "  slow\x00 ", "slow"),
        ("word", " ", None),
    ],
)
def test_further_kinds_keep_clean_values(
    richer: Definition, key: str, value: Any, kept: Any
) -> None:
    assert answers.clean(richer, {key: value}) == {key: kept}


@pytest.mark.parametrize(
    ("key", "value"),
    [("agree", 5), ("tools", "talk"), ("tools", ["sing"]), ("word", 3), ("word", "x" * 501)],
)
def test_further_kinds_refuse_the_rest(richer: Definition, key: str, value: Any) -> None:
    with pytest.raises(answers.InvalidAnswers):
        answers.clean(richer, {key: value})


@pytest.mark.parametrize(("tools", "shown"), [(["touch"], True), (["talk"], False), (None, False)])
def test_question_shows_only_under_its_condition(
    richer: Definition, tools: Any, shown: bool
) -> None:
    assert ("word" in richer.visible({"tools": tools})) is shown
