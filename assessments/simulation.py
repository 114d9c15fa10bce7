"""Made-up answer sheets, to see which readings and profiles anybody could get."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assessments.definition import Definition
from assessments.frozen import Answers
from assessments.parser import SHOWN
from assessments.question_types.base import Answer
from assessments.scoring import Result, score
from writing.rules import Value

SHEETS = 4000
SEED = 7
FEW = 400


def sheets(definition: Definition, count: int = SHEETS) -> Iterator[dict[str, Answer]]:
    """The same `count` sheets each time: people who lean one way on a scale, with some noise."""
    dice = random.Random(SEED)  # noqa: S311 - made-up people, no secret
    for _number in range(count):
        yield _sheet(definition, dice)


def _sheet(definition: Definition, dice: random.Random) -> dict[str, Answer]:
    patience = dice.choice((1, 1, 1, 0.95, 0.5))
    troubles, lean = dice.random(), {scale.key: dice.random() for scale in definition.parts.scales}
    sheet: dict[str, Answer] = {}
    for key, question in definition.parts.questions.items():
        if not question.options or dice.random() > patience:
            continue
        options = sorted(question.options, key=lambda option: question.worths.get(option.value, 0))
        towards = lean.get(question.scale, troubles if question.worths else dice.random())
        at = min(max(dice.gauss(towards, 0.12), 0), 0.999)
        value = options[int(at * len(options))].value
        sheet[key] = [str(value)] if question.kind.many else value
    return sheet


def spread(definition: Definition, count: int = SHEETS) -> Counter[str]:
    """How often each reading and profile comes up among the made-up sheets, by key."""
    counts: Counter[str] = Counter()
    for answers in sheets(definition, count):
        result = score(definition, answers)
        counts[f"reading {result.reading}"] += 1
        counts[f"profile {result.profile or 'none'}"] += 1
    return counts


@dataclass(frozen=True)
class Share:
    """How many of a hundred made-up people get a result, and how many its own rule would fit;
    `before` is the result that comes before it for most of the others.
    """

    key: str
    got: int
    fits: int
    before: str = ""


@lru_cache(maxsize=64)
def shares(body: str) -> tuple[Share, ...]:
    """The share of each profile ("none" last), or of each reading where there are no profiles, for
    a body as JSON; raises Refused.
    """
    definition = Definition.from_body(json.loads(body))
    parts = definition.parts
    rules = parts.profiles or parts.readings
    got, fits, before = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for answers in sheets(definition, FEW):
        result = score(definition, answers)
        key = (result.profile or "none") if parts.profiles else result.reading
        got[key] += 1
        values = _values(definition, answers, result)
        for rule in rules:
            if rule.key == key if parts.most_points else rule.when.holds(values):
                fits[rule.key] += 1
                before[rule.key, key] += rule.key != key
    keys = (*(rule.key for rule in rules), *(["none"] if parts.profiles else []))
    return tuple(
        Share(key, _percent(got[key]), _percent(fits[key]), _most(before, key)) for key in keys
    )


def _values(definition: Definition, answers: Answers, result: Result) -> dict[str, Value]:
    """What the rules of profiles and readings look at."""
    values = {
        question.key: question.kind.rule_value(answers.get(question.key))
        for question in definition.questions_in_rules
    }
    shown: dict[str, Value] = {SHOWN: len(result.conditions), "reading": result.reading}
    return {**values, **result.scales, **result.measures, **shown}


def _most(before: Counter[tuple[str, str]], key: str) -> str:
    others = {other: count for (own, other), count in before.items() if own == key and count}
    return max(others, key=others.__getitem__, default="")


def _percent(count: int) -> int:
    """Of a hundred; somebody is never nobody."""
    return max(round(100 * count / FEW), bool(count))


def unreached(definition: Definition) -> list[str]:
    """The readings and profiles that no made-up sheet gets; stops when each was seen."""
    wanted = {f"reading {rule.key}" for rule in definition.parts.readings}
    wanted |= {f"profile {rule.key}" for rule in definition.parts.profiles}
    for answers in sheets(definition):
        result = score(definition, answers)
        wanted -= {f"reading {result.reading}", f"profile {result.profile}"}
        if not wanted:
            return []
    order = [f"reading {rule.key}" for rule in definition.parts.readings]
    order += [f"profile {rule.key}" for rule in definition.parts.profiles]
    return [name for name in order if name in wanted]
