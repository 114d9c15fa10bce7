"""What texts may know of one result: its facts, and the readable names of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assessments.definition import Definition
from assessments.frozen import Answers
from assessments.scoring import Result, band
from assessments.segments import (
    CLOSE_TO,
    CONDITIONS,
    NONE,
    PROFILE,
    READING,
    SLIGHT,
    STEP,
    YOU_FIRST,
)
from writing.segments import BAND, Fact, Facts


def facts(definition: Definition, result: Result | None, answers: Answers) -> Facts:
    """The facts of a result by the axes of its assessment. Without a result, only the choices."""
    values = dict(_chosen(definition, answers))
    if result is None:
        return Facts(values)
    step = definition.deeper if result.deeper else result.step
    values |= {
        PROFILE: result.profile or NONE,
        READING: result.reading,
        STEP: step or next(iter(definition.parts.steps), ""),
        CONDITIONS: result.conditions,
        **{BAND + key: band(definition, score) for key, score in result.scales.items()},
        **dict.fromkeys(result.notices, True),
    }
    by_axis: dict[str, Fact] = {
        SLIGHT: result.slight,
        CLOSE_TO: result.close_to or NONE,
        YOU_FIRST: result.you_first,
    }
    values |= {name: fact for name, fact in by_axis.items() if name in definition.axes.by_name}
    private = (name for name, axis in definition.axes.by_name.items() if axis.private)
    return Facts(values, private=private)


def _chosen(definition: Definition, answers: Answers) -> Iterator[tuple[str, Fact]]:
    """What was chosen in the questions that are axes; left open, what the question says."""
    visible = definition.visible(answers)
    for key, question in definition.parts.questions.items():
        answer = answers.get(key) if key in visible else None
        if key not in definition.axes.by_name:
            continue
        if question.kind.many:
            yield key, tuple(map(str, answer)) if isinstance(answer, list) else ()
        elif answer is not None or question.unanswered:
            yield key, question.unanswered if answer is None else str(answer)


def names(definition: Definition, facts: Facts) -> Mapping[str, str]:
    """The readable names of facts, for printing; empty where there is none."""
    printed = {
        axis.variable: _name(axis.words or axis.keys, facts.value(name))
        for name, axis in definition.axes.by_name.items()
        if axis.printed
    }
    past = definition.names_past if definition.thinks_back(facts.by_axis) else {}
    reading = facts.value(READING)
    if isinstance(reading, str) and past.get(reading):
        printed[definition.axes.by_name[READING].variable] = past[reading]
    return printed


def _name(keys: Mapping[str, object], key: Fact | None) -> str:
    return str(keys.get(key, "")) if isinstance(key, str) and key != NONE else ""
