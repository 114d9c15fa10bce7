"""A made-up assessment with all that rules and results can do, about neighbors and their noise.

`noise` is how much of it there is, `haste` and `rest` are two ways to meet it, `cost` is private,
`ear` and `talk` are two things that help. Rules and words are nobody's, so they may change freely.
"""

from __future__ import annotations

from typing import Any

from assessments.answers import clean
from assessments.definition import Definition
from assessments.files import plain
from assessments.schema import AssessmentBody
from assessments.scoring import Result, score
from publishing.files import from_plain

ITEMS = {
    "noise": ("n1", "n2", "-n3", "n4"),
    "haste": ("h1", "-h2", "h3", "h4"),
    "rest": ("-r1", "r2", "r3", "r4"),
    "cost": ("c1", "-c2", "c3"),
    "ear": ("e1", "e2", "-e3"),
    "talk": ("-t1", "t2", "t3"),
}
REASONS = ("walls", "hours", "health", "money", "law")
WORDS = ("Never", "Rarely", "Sometimes", "Often", "Nearly always")


def _near(name: str, border: float) -> str:
    return f"({name} >= {border - 12.5} and {name} < {border})"


def body() -> dict[str, Any]:
    """The assessment as its file would say it; a fresh copy."""
    questions: list[dict[str, Any]] = [
        {
            "key": "where",
            "kind": "single",
            "page": "all",
            "text": "Where do you live?",
            "choices": [{"key": "house", "label": "House"}, {"key": "flat", "label": "Flat"}],
        }
    ]
    for scale, items in ITEMS.items():
        for item in items:
            key = item.lstrip("-")
            questions.append(
                {
                    "key": key,
                    "kind": "frequency",
                    "page": "all",
                    "scale": scale,
                    "reverse": item != key,
                    "text": f"About {key}.",
                }
            )
    questions += [
        {"key": key, "kind": "condition", "page": "all", "text": f"Is it {key}?"} for key in REASONS
    ]
    return {
        "title": "Next Door",
        "start": "Think of one neighbor.",
        "safety": "In danger, call for help.",
        "answers": {
            "frequency": [{"key": str(at), "label": words} for at, words in enumerate(WORDS)],
            "condition": [
                {"key": "yes", "label": "Yes"},
                {"key": "somewhat", "label": "Somewhat"},
                {"key": "no", "label": "No"},
            ],
        },
        "pages": [{"key": "all", "title": "All of it"}],
        "questions": questions,
        "groups": [{"key": "bars", "title": "Your answers"}],
        "scales": [
            {
                "key": key,
                "name": key.title(),
                "group": "bars",
                "minimum": 3 if len(items) == 4 else 2,
                "private": key == "cost",
                "low": f"Little {key}.",
                "middle": f"Some {key}.",
                "high": f"Much {key}.",
                "words": {"low": "seldom", "middle": "now and then", "high": "a lot"},
            }
            for key, items in ITEMS.items()
        ],
        "measures": [
            {"key": "others", "kind": "conditions", "minimum": 4},
            {"key": "heavy", "kind": "conditions", "of": "money, health", "minimum": 0},
            {"key": "loud", "kind": "count", "of": "n1, n2, n4", "at_least": 3, "minimum": 0},
            {"key": "ahead", "kind": "lead", "of": "haste, rest", "borders": "55, 50"},
            {"key": "skill", "kind": "mean", "of": "ear, talk", "minimum": 2},
        ],
        "readings": _readings(),
        "only_just": {"scale": "noise", "within": 6.5},
        "names_grounds": True,
        "profile_none": "Neither haste nor rest can be told.",
        "profile_none_when": "haste == nil and rest == nil",
        "profiles": _profiles(),
        "steps": [
            {
                "key": key,
                "name": key.title(),
                "title": f"On to {key}",
                "text": f"Try {key}.",
                "gentle": f"Rest from {key}.",
            }
            for key in ("ear", "talk", "further")
        ],
        "you_first": {
            "when": 'cost >= 67 and (money == "yes" or rest >= 50)',
            "title": "You first",
            "text": "Rest a while.",
        },
        "step_minimum": 2,
        "step_otherwise": "ear",
        "conditions": [
            {"key": key, "name": key.title(), "short": f"{key}.", "text": f"For {key}."}
            for key in REASONS
        ],
    }


def _readings() -> list[dict[str, Any]]:
    rows = [
        {
            "key": "open",
            "name": "Too little",
            "when": "noise == nil",
            "text": "Too little was answered.",
            "too_little": True,
        },
        {
            "key": "quiet",
            "name": "Hardly the noise",
            "name_past": "It was hardly the noise",
            "when": "noise < 40 and loud < 1",
            "text": "It is loud {{ noise_word }}.",
            "only_just_above": "Only just, though.",
        },
        {"key": "many", "name": "Not alone", "when": "heavy >= 1", "text": "More plays a part."},
        {
            "key": "some",
            "name": "A part of it",
            "when": "true",
            "text": "It is loud {{ noise_word }}.",
            "more": "Ask next door.",
            "only_just_below": "With a little less, it would be hardly the noise.",
        },
    ]
    return [{**row, "rests_on": "n1, n2, n3, n4"} for row in rows]


def _profiles() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "key": "swing",
            "name": "Swing",
            "when": "haste >= 55 and rest >= 50",
            "slight_when": "haste < 67.5 or rest < 62.5",
            "close_to": [
                {"key": "rush", "when": "ahead >= 0"},
                {"key": "calm", "when": "ahead < 0"},
            ],
        },
        {
            "key": "rush",
            "name": "Rush",
            "when": "haste >= 55",
            "slight_when": f"haste < 67.5 or {_near('rest', 50)}",
            "close_to": [{"key": "swing", "when": _near("rest", 50)}],
        },
        {
            "key": "calm",
            "name": "Calm",
            "when": "rest >= 50",
            "slight_when": f"rest < 62.5 or {_near('haste', 55)}",
            "close_to": [{"key": "swing", "when": _near("haste", 55)}],
        },
        {"key": "even", "name": "Even", "when": "true"},
    ]
    said = {
        "summary": "You hurried {{ haste_word }} and rested {{ rest_word }}.",
        "summary_rests_on": "h1, h2, h3, h4, r1, r2, r3, r4",
        "looks_after": "It may look after the peace.",
        "looks_after_rests_on": "thought",
        "does_well": "You rested {{ rest_word }}.",
        "does_well_rests_on": "r1, r2, r3, r4",
        "can_cost": "What does it cost?",
        "can_cost_rests_on": "question",
        "slight": "It leans a little, close to {{ close_to_name }}.",
        "slight_look": "What would you look at?",
        "slight_rests_on": "h1, r1",
    }
    plain_one = {name: text for name, text in said.items() if not name.startswith("slight")}
    return [{**(said if "slight_when" in row else plain_one), **row} for row in rows]


def typed(said: dict[str, Any]) -> AssessmentBody:
    return from_plain(AssessmentBody, said)


def definition(**changed: Any) -> Definition:
    return Definition.from_body(plain(typed(body() | changed), slug="next-door"))


def sheet(**wanted: Any) -> dict[str, Any]:
    """Answers whose scales have these sums of keyed answers (half of all where not named; None:
    all open), or which are these answers; no condition unless it is named.
    """
    answers: dict[str, Any] = dict.fromkeys(REASONS, "no")
    for scale, items in ITEMS.items():
        answers |= _keyed(items, wanted.pop(scale, 2 * len(items)))
    return answers | wanted


def _keyed(items: tuple[str, ...], total: int | None) -> dict[str, int | None]:
    if total is None:
        return dict.fromkeys((item.lstrip("-") for item in items), None)
    count = len(items)
    parts = [total // count + (place < total % count) for place in range(count)]
    return {
        item.lstrip("-"): 4 - part if item.startswith("-") else part
        for item, part in zip(items, parts, strict=True)
    }


def scored(made: Definition | None = None, /, **wanted: Any) -> Result:
    made = made or definition()
    return score(made, clean(made, sheet(**wanted)))
