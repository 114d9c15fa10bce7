"""Made-up answer sheets, to see which readings and profiles anybody could get."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from assessments.definition import Definition
from assessments.question_types.base import Answer
from assessments.scoring import score

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
    found: dict[str, Answer] = {}
    for key, question in definition.parts.questions.items():
        if not question.options or dice.random() > patience:
            continue
        options = sorted(question.options, key=lambda option: question.worths.get(option.value, 0))
        towards = lean.get(question.scale, troubles if question.worths else dice.random())
        at = min(max(dice.gauss(towards, 0.12), 0), 0.999)
        value = options[int(at * len(options))].value
        found[key] = [str(value)] if question.kind.many else value
    return found


def spread(definition: Definition, count: int = SHEETS) -> Counter[str]:
    """How often each reading and profile comes up among the made-up sheets, by key."""
    found: Counter[str] = Counter()
    for answers in sheets(definition, count):
        result = score(definition, answers)
        found[f"reading {result.reading}"] += 1
        found[f"profile {result.profile or 'none'}"] += 1
    return found


@lru_cache(maxsize=16)
def shares(body: str) -> tuple[tuple[str, int], ...]:
    """How many of a hundred made-up people get each profile ("none" last), for a body as JSON."""
    definition = Definition.from_body(json.loads(body))
    found = spread(definition, FEW)
    keys = (*(rule.key for rule in definition.parts.profiles), "none")
    return tuple((key, round(100 * found[f"profile {key}"] / FEW)) for key in keys)


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
