"""The way through the questions: which pages there are for these answers, and where one stands."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from assessments.definition import Definition
from assessments.frozen import Answers, FrozenPage, FrozenQuestion


@dataclass(frozen=True)
class Stop:
    """A page with something to ask. `number` is its place among all pages, from 1."""

    number: int
    page: FrozenPage
    questions: tuple[FrozenQuestion, ...]


@dataclass(frozen=True)
class Route:
    """The stops of one person, in order; answers may add or remove some."""

    stops: tuple[Stop, ...]

    @classmethod
    def of(cls, definition: Definition, answers: Answers) -> Route:
        shown = definition.visible(answers)
        stops = []
        for number, page in enumerate(definition.pages, start=1):
            questions = tuple(question for question in page.questions if question.key in shown)
            if questions:
                stops.append(Stop(number, page, questions))
        return cls(tuple(stops))

    @property
    def last(self) -> int:
        return self.stops[-1].number

    def at(self, number: int) -> Stop | None:
        return next((stop for stop in self.stops if stop.number == number), None)

    def after(self, number: int) -> Stop | None:
        return next((stop for stop in self.stops if stop.number > number), None)

    def before(self, number: int) -> Stop | None:
        return next((stop for stop in reversed(self.stops) if stop.number < number), None)

    def furthest(self, reached: int) -> Stop:
        """Where somebody who has come as far as page `reached` goes on."""
        return self.before(reached + 1) or self.stops[0]

    def left(self, number: int) -> int:
        """How many pages come after this one."""
        return sum(stop.number > number for stop in self.stops)

    @property
    def questions(self) -> tuple[FrozenQuestion, ...]:
        return tuple(question for stop in self.stops for question in stop.questions)

    def asked_before(self, number: int) -> int:
        """How many questions come before this page."""
        return sum(len(stop.questions) for stop in self.stops if stop.number < number)

    def reached(self, keys: Set[str]) -> int:
        """How far somebody has come who was asked these: behind the last question of a page stands
        the next one. 0: nowhere yet.
        """
        seen = [stop for stop in self.stops if any(q.key in keys for q in stop.questions)]
        if not seen:
            return 0
        is_through = seen[-1].questions[-1].key in keys
        after = self.after(seen[-1].number) if is_through else None
        return (after or seen[-1]).number

    def of_question(self, key: str) -> int:
        """The page a question is on; the first page where it is on none."""
        numbers = (s.number for s in self.stops if any(q.key == key for q in s.questions))
        return next(numbers, self.stops[0].number)


def not_applicable(definition: Definition) -> str:
    words = definition.body.get("answers") or {}
    return str(words.get("not_applicable", ""))


def stem(definition: Definition, answers: Answers, stop: Stop) -> str:
    """The words before each statement; for those a rule names, the other ones."""
    if not any(question.kind.shared for question in stop.questions):
        return ""
    body = definition.body
    if body.get("stem_when_none") and definition.thought_back(answers):
        return str(body["stem_when_none"])
    return str(body.get("stem", ""))
