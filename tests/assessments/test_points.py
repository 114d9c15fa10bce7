"""Choices that give points, and the profile with most of them: a made-up assessment."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from assessments import checks, result, simulation
from assessments.answers import clean
from assessments.definition import Definition
from assessments.files import plain
from assessments.scoring import Result, score
from tests.assessments.made_up import typed
from writing.errors import Refused

KEYS = ("sea", "hill", "town")
NAMES = tuple(f"q{number}" for number in range(1, 7))


def body(**changed: Any) -> dict[str, Any]:
    """Six questions; each of three endings gives a point to one of three profiles."""
    choices = [
        {"key": letter, "label": letter, "scale": key}
        for letter, key in zip("abc", KEYS, strict=True)
    ]
    texts = {name: f"{name}." for name in ("summary", "looks_after", "does_well", "can_cost")}
    return {
        "title": "Where to",
        "start": "Choose.",
        "safety": "Take care.",
        "scoring": "most_points",
        "pages": [{"key": "all", "title": "All"}],
        "questions": [
            {"key": key, "kind": "single", "page": "all", "text": key, "choices": choices}
            for key in NAMES
        ],
        "scales": [
            {"key": key, "name": key.title(), "minimum": 4, "low": "-", "middle": "-", "high": "-"}
            for key in KEYS
        ],
        "readings": [
            {"key": "open", "name": "Open", "when": "sea == nil", "text": "?", "too_little": True},
            {"key": "first", "name": "First", "when": "true", "text": "{{ close_to_name }}"},
        ],
        "profiles": [{"key": key, "name": key.title(), **texts} for key in KEYS],
    } | changed


def definition(**changed: Any) -> Definition:
    return Definition.from_body(plain(typed(body(**changed)), slug="where-to"))


def scored(letters: str) -> Result:
    made = definition()
    given = {key: None if at == "-" else at for key, at in zip(NAMES, letters, strict=True)}
    return score(made, clean(made, given))


@pytest.mark.parametrize(
    ("letters", "profile", "slight", "close_to"),
    [
        ("aaaabc", "sea", False, None),
        ("abbbbc", "hill", False, None),
        ("aabbbc", "hill", True, "sea"),
        ("aaabbb", "sea", True, "hill"),
        ("abbccc", "town", True, "hill"),
        ("aab---", None, False, None),
    ],
)
def test_profile_is_the_one_with_most_points(
    letters: str, profile: str | None, *, slight: bool, close_to: str | None
) -> None:
    scored_result = scored(letters)

    assert (scored_result.profile, scored_result.slight, scored_result.close_to) == (
        profile,
        slight,
        close_to,
    )


def test_scale_is_the_share_of_points_it_could_have_had() -> None:
    assert scored("aab--c").scales == {
        "sea": 50,
        "hill": 25,
        "town": 25,
    }
    assert scored("aaabbc").scales["hill"] == Fraction(100, 3)


def test_points_may_weigh_more_and_several_choices_add_up() -> None:
    said = body(scoring="rules")
    said["profiles"] = []
    said["scales"] = [{**said["scales"][0], "minimum": 1}]
    choices = [
        {"key": "a", "label": "a", "scale": "sea", "points": 3},
        {"key": "b", "label": "b", "scale": "sea"},
        {"key": "c", "label": "c"},
    ]
    said["questions"] = [{**said["questions"][0], "kind": "several", "choices": choices}]
    made = Definition.from_body(plain(typed(said), slug="where-to"))

    assert score(made, {"q1": ["b", "c"]}).scales["sea"] == 25
    assert score(made, {"q1": ["a", "b"]}).scales["sea"] == 100


def test_assessment_by_points_may_be_published_and_everybody_gets_some_profile() -> None:
    assert checks.findings(typed(body()), slug="where-to") == []
    assert simulation.unreached(definition()) == []


def test_texts_know_the_second() -> None:
    made, found = definition(), scored("aabbbc")

    assert result.names(made, result.facts(made, found, {}))["close_to_name"] == "Sea"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"profiles": [{"key": "moon", "name": "Moon"}]}, "“moon” is no scale"),
        ({"scales": []}, "Questions count for “hill”, which is no scale."),
    ],
)
def test_points_that_lead_nowhere_are_told(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told):
        definition(**changed)
