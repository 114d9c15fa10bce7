"""Whether answers make sense: sheets and forms in, clean answers out, each kind by its own rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.definition import Definition
from assessments.frozen import FrozenQuestion
from assessments.question_types.base import Answer, Unknown

SHEET = ("first_name", "answers")


class InvalidAnswers(Exception):
    """An answer sheet cannot be used; the text is the one sentence that says why."""


@dataclass(frozen=True)
class Sheet:
    """A clean answer sheet."""

    first_name: str
    answers: dict[str, Answer]


def sheet(definition: Definition, data: Any) -> Sheet:
    """An answer sheet as JSON holds it; raises InvalidAnswers at the first unknown key or value."""
    if not isinstance(data, Mapping) or not isinstance(data.get("answers"), Mapping):
        raise InvalidAnswers('An answer sheet is {"answers": {"<question>": <value>}}.')
    for name in data:
        if name not in SHEET:
            raise InvalidAnswers(
                f'Unknown key "{name}" in the answer sheet; known are {_quoted(SHEET)}.'
            )
    first_name = data.get("first_name") or ""
    if not isinstance(first_name, str):
        raise InvalidAnswers('"first_name" must be a text.')
    return Sheet(first_name, clean(definition, data["answers"]))


def clean(definition: Definition, raw: Mapping[str, Any]) -> dict[str, Answer]:
    """Raw values (0-4, keys, null) as kept; raises InvalidAnswers at the first that is none."""
    questions = definition.parts.questions
    answers: dict[str, Answer] = {}
    for key, value in raw.items():
        question = questions.get(key)
        if question is None:
            raise InvalidAnswers(f'Unknown question "{key}"; known are {_quoted(questions)}.')
        try:
            answers[key] = question.kind.clean(value, question.options)
        except Unknown as unknown:
            raise InvalidAnswers(
                f'Question "{key}": {value!r:.60} is no answer; allowed is {unknown}, or null.'
            ) from None
    return answers


def posted(question: FrozenQuestion, values: list[str]) -> Answer:
    """What a form sent for one question, at least one value; raises Unknown."""
    return question.kind.from_form(values, question.options)


def _quoted(names: Any) -> str:
    return ", ".join(str(name) for name in names)
