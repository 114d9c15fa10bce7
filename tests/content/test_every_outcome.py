"""The first offer's result for everybody who can come to it: each reading beside each profile, band
and obstacle that can stand together. Nothing on the page contradicts an answer.

The product of the scales at their borders, not of all answers: within a band the page says the
same. The three steps are varied as one, and each against the other two, their mean staying high.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest

from assessments import result
from assessments.question_types.base import Answer
from assessments.result_page import ResultPage
from assessments.scoring import band, score
from tests.assessments.test_scoring import sheet
from tests.content.reader import HOME, PRACTICE
from tests.content.test_contradictions import (
    CONTRADICTIONS,
    VALUES,
    definition,
    passages,
    words,
)
from writing.render import Scope
from writing.segments import holds

pytestmark = pytest.mark.slow

PRESENCE = (None, 0, 6, 7, 9, 10, 16)
RESPONSE = (None, 0, 7, 8, 9, 16)
STEPS = (0, 6, 12)
STEP_SCALES = ("recognise", "understand", "include")
TOLL = (0, 12)
OBSTACLES: tuple[dict[str, Any], ...] = (
    {},
    {"circumstances": "yes"},
    {"goals": "yes", "fit": "somewhat"},
    {"goals": "yes", "workload": "yes", "format": "yes"},
)


def sheets() -> Iterator[dict[str, Answer]]:
    axes = (PRESENCE, RESPONSE, RESPONSE, STEPS, TOLL, OBSTACLES)
    for presence, pushing, withdrawing, step, toll, marks in itertools.product(*axes):
        steps = dict.fromkeys(STEP_SCALES, step)
        scales = {"presence": presence, "pushing": pushing, "withdrawing": withdrawing}
        yield sheet(**scales, **steps, toll=toll, **marks)
    # two of the three steps high, the third low or missing: the mean is high all the same
    for low, height in itertools.product(STEP_SCALES, (0, 3, None)):
        steps = dict.fromkeys(STEP_SCALES, 12) | {low: height}
        yield sheet(presence=9, pushing=0, withdrawing=0, **steps)
    # one clear sign of a no that came up often, beside little of it on the whole
    yield sheet(i01=3, i09=0, i15=4, i19=0)


def test_no_reading_beside_any_profile_band_and_obstacle_contradicts_an_answer() -> None:
    made, seen, met = definition(HOME), set(), set()
    for answers in sheets():
        scored = score(made, answers)
        facts = result.facts(made, scored, answers)
        if hash(facts) in seen:
            continue
        seen.add(hash(facts))
        met |= {scored.reading, scored.profile, band(made, scored.scales["presence"])}
        scope = Scope(facts, result.names(made, facts), passages(HOME), PRACTICE, VALUES)
        said = words(ResultPage(made, scored, answers, scope))
        for row in CONTRADICTIONS[made.slug]:
            found = holds(row["when"], facts) and re.search(row["never"], said, re.IGNORECASE)
            assert not found, f"{row['when']}: {found and found[0]} ({scored})"

    assert {rule.key for rule in made.parts.readings} <= met
    assert {rule.key for rule in made.parts.profiles} <= met
    assert {"low", "middle", "high", "none"} <= met
