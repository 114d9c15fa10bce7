"""What the author reads before a conversation: one page, and what of it is shared. Pure.

Without the visitor's wish to share there is no answer, scale or profile on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from assessments.comparison import rounded
from assessments.definition import Definition
from assessments.entries import entries
from assessments.frozen import Answers, FrozenQuestion
from assessments.scoring import Result, band

MOST_TELLING = 3
MIDDLE = Fraction(1, 2)
A_LINE, MOST_LINES = 85, 24


BriefLine = tuple[str, str]
"""A name and what is said of it."""


@dataclass(frozen=True)
class Shared:
    """A result its owner wished to share: names, and in their own words."""

    reading: str
    profile: str
    scales: tuple[BriefLine, ...]
    conditions: tuple[BriefLine, ...]
    telling: tuple[BriefLine, ...]


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
    intake: tuple[BriefLine, ...]
    came_from: str
    lessons: tuple[str, ...]
    shared: Shared | None
    tells_result: bool = True  # whether the reader may see results at all

    @property
    def density(self) -> str:
        """How close the page is set so that it stays one: roomy, close or tight."""
        lines = sum(lines_of(text) for text in self.written) + len(self.intake)
        lines += len(self.shared.conditions) if self.shared else -20
        return "roomy" if lines <= 9 else "close" if lines <= 22 else "tight"

    @property
    def written(self) -> tuple[str, ...]:
        """What the visitor wrote."""
        return (self.note, *(text for _label, text in self.intake))

    def on_paper(self) -> Brief:
        """The same with what is longer than a page holds cut short, the whole being on the desk."""
        each = max(MOST_LINES // max(len([text for text in self.written if text]), 1), 1)
        intake = tuple((label, cut(text, each)) for label, text in self.intake)
        return replace(self, note=cut(self.note, each), intake=intake)


def lines_of(text: str) -> int:
    """About how many printed lines a text takes."""
    return sum(-(-len(part) // A_LINE) for part in text.splitlines())


def cut(text: str, lines: int) -> str:
    """The first printed lines of a text, and a mark where it goes on."""
    if lines_of(text) <= lines:
        return text
    whole_lines: list[str] = []
    for part in text.splitlines():
        room = lines - sum(map(lines_of, whole_lines))
        if room < 1:
            break
        whole_lines.append(part[: room * A_LINE])
    return "\n".join(whole_lines).rstrip() + " …"


def shared(
    definition: Definition, result: Result, answers: Answers, names: Mapping[str, str]
) -> Shared:
    """What of a frozen result stands on the page. What is theirs alone does not."""
    rows = {str(row["key"]): row for row in entries(definition.body, "scales")}
    return Shared(
        reading=names["reading_name"],
        profile=names["profile_name"],
        scales=tuple(
            (str(row.get("name", key)), scale_words(definition, result, key, row))
            for key, row in rows.items()
            if not row.get("private")
        ),
        conditions=tuple(
            (condition_name(definition, key), words(definition.questions[key], answers))
            for key in result.conditions
        ),
        telling=tuple(
            (question.text, words(question, answers)) for question in telling(definition, answers)
        ),
    )


def scale_words(definition: Definition, result: Result, key: str, row: Mapping[str, object]) -> str:
    """A scale's number and its words; a dash where too few were answered."""
    score = result.scales.get(key)
    said = str(row.get(band(definition, score)) or "")
    return f"{rounded(score)}: {said}" if score is not None else "–"


def condition_name(definition: Definition, key: str) -> str:
    rows = entries(definition.body, "conditions")
    labels = (str(row.get("name", key)) for row in rows if row.get("key") == key)
    return next(labels, key)


def telling(definition: Definition, answers: Answers) -> list[FrozenQuestion]:
    """The three answers furthest from the middle of their scale, ties by order; none of a scale
    that is theirs alone.
    """
    seen = definition.visible(answers)
    open_scales = {
        row["key"] for row in entries(definition.body, "scales") if not row.get("private")
    }
    rated = [q for q in definition.questions.values() if q.scale in open_scales]
    far = [
        (abs(worth - MIDDLE), question)
        for question in rated
        if question.key in seen
        and (worth := question.kind.worth(answers.get(question.key), question.options)) is not None
        and worth != MIDDLE
    ]
    far.sort(key=lambda pair: -pair[0])
    return [question for _distance, question in far[:MOST_TELLING]]


def words(question: FrozenQuestion, answers: Answers) -> str:
    return question.words(answers.get(question.key))
