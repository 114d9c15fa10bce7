"""What the author reads before a conversation: one page, and what of it is shared. Pure.

Without the visitor's wish to share there is no answer, scale or profile on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessments.definition import Definition
from assessments.parts import Answers, Question
from assessments.reader import entries
from assessments.retake import rounded
from assessments.scoring import TOLL, Result, band

MOST_TELLING = 3
MIDDLE = Fraction(1, 2)


@dataclass(frozen=True)
class Line:
    """A name and what is said of it."""

    label: str
    text: str


@dataclass(frozen=True)
class Shared:
    """A result its owner wished to share: names, and in their own words."""

    reading: str
    profile: str
    scales: tuple[Line, ...]
    conditions: tuple[Line, ...]
    telling: tuple[Line, ...]


@dataclass(frozen=True)
class Brief:
    """One booking on one page; times as text in both zones."""

    who: str
    email: str
    meeting: str
    state: str
    her_time: str
    their_time: str
    place: str
    note: str
    intake: tuple[Line, ...]
    came_from: str
    lessons: tuple[str, ...]
    shared: Shared | None


def shared(
    definition: Definition, result: Result, answers: Answers, names: Mapping[str, str]
) -> Shared:
    """What of a frozen result stands on the page. What it has been costing them does not."""
    rows = {str(row["key"]): row for row in entries(definition.body, "scales")}
    return Shared(
        reading=names["reading_name"],
        profile=names["profile_name"],
        scales=tuple(
            Line(str(row.get("name", key)), scale_words(definition, result, key, row))
            for key, row in rows.items()
            if key != TOLL
        ),
        conditions=tuple(
            Line(condition_name(definition, key), words(definition.questions[key], answers))
            for key in result.conditions
        ),
        telling=tuple(
            Line(question.text, words(question, answers))
            for question in telling(definition, answers)
        ),
    )


def scale_words(definition: Definition, result: Result, key: str, row: Mapping[str, object]) -> str:
    """A scale's number and its words; a dash where too few were answered."""
    score = result.scales.get(key)
    said = str(row.get(band(definition, score)) or "")
    return f"{rounded(score)}: {said}" if score is not None else "–"


def condition_name(definition: Definition, key: str) -> str:
    rows = entries(definition.body, "conditions")
    found = (str(row.get("name", key)) for row in rows if row.get("key") == key)
    return next(found, key)


def telling(definition: Definition, answers: Answers) -> list[Question]:
    """The three answers furthest from the middle of their scale, ties by order; never of toll."""
    seen = definition.visible(answers)
    rated = [q for q in definition.questions.values() if q.scale and q.scale != TOLL]
    far = [
        (abs(worth - MIDDLE), question)
        for question in rated
        if question.key in seen
        and (worth := question.kind.worth(answers.get(question.key), question.options)) is not None
        and worth != MIDDLE
    ]
    far.sort(key=lambda pair: -pair[0])
    return [question for _distance, question in far[:MOST_TELLING]]


def words(question: Question, answers: Answers) -> str:
    return question.words(answers.get(question.key))
