"""Answer sheets as JSON lines in, scores as JSON lines out: what `manage.py score` does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from assessments import answers
from assessments.definition import Definition
from assessments.scoring import Result, score

PLACES = 10


def scored(definition: Definition, lines: Iterable[str]) -> Iterator[str]:
    """One line out for each in, blank ones skipped; InvalidAnswers names the line."""
    for place, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            sheet = answers.sheet(definition, _data(line))
        except answers.InvalidAnswers as wrong:
            raise answers.InvalidAnswers(f"Line {place}: {wrong}") from None
        line_out = as_line(definition, score(definition, sheet.answers))
        yield json.dumps(line_out, ensure_ascii=False)


def as_line(definition: Definition, result: Result) -> dict[str, Any]:
    """A result as other programs read it: scores from 0 to 100, null where a scale counts not."""
    return {
        "scales": {key: _number(value) for key, value in result.scales.items()},
        "reading": result.reading,
        "profile": result.profile,
        "slight": result.slight,
        "close_to": result.close_to,
        "you_first": result.you_first,
        "next_step": definition.deeper if result.deeper else result.step,
        "conditions": list(result.conditions),
    }


def _data(line: str) -> Any:
    try:
        return json.loads(line, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise answers.InvalidAnswers(
            f"This is no JSON ({error.msg}, column {error.colno})."
        ) from None
    except RecursionError:
        raise answers.InvalidAnswers("This is no answer sheet: it is nested too deeply.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # RFC 8259 §4 leaves open which of two counts; Python would take the last without a word.
    fields = dict(pairs)
    if len(fields) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise answers.InvalidAnswers(f'"{twice}" is there twice.')
    return fields


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else round(float(value), PLACES)
