"""An assessment as data: its questions, scales and rules, read once from a frozen body.

The texts of the result stay in the body, where `result` finds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assessments import segments
from assessments.entries import entries
from assessments.frozen import Answers, Body, FrozenPage, FrozenQuestion, Parts
from assessments.parser import Parser
from practice.languages import DEFAULT
from writing.errors import Refused
from writing.rules import Values
from writing.segments import Axes


@dataclass(frozen=True, eq=False)
class Definition:
    """What `scoring`, `answers` and `result` go by."""

    body: Body
    parts: Parts

    @classmethod
    def from_body(cls, body: Body) -> Definition:
        """Read a body; raises Refused with every fault that would stop it from scoring."""
        reader = Parser(body)
        parts = reader.parts()
        if reader.faults:
            raise Refused(reader.faults)
        return cls(body, parts)

    @property
    def slug(self) -> str:
        return str(self.body.get("slug", ""))

    @property
    def language(self) -> str:
        """What everything around the texts of this revision speaks."""
        return str(self.body.get("language", DEFAULT))

    @property
    def mode(self) -> str:
        return str(self.body.get("mode", "open"))

    @property
    def pages(self) -> tuple[FrozenPage, ...]:
        return self.parts.pages

    @property
    def questions(self) -> dict[str, FrozenQuestion]:
        return dict(self.parts.questions)

    @cached_property
    def conditions(self) -> tuple[FrozenQuestion, ...]:
        """The questions about other reasons, in list order."""
        return tuple(q for q in self.parts.questions.values() if q.kind.key == "condition")

    @cached_property
    def rated(self) -> tuple[str, ...]:
        """The keys of the statements that count for a scale."""
        return tuple(key for key, question in self.parts.questions.items() if question.scale)

    @cached_property
    def questions_in_rules(self) -> tuple[FrozenQuestion, ...]:
        """The questions that a rule of the result looks at by name."""
        names = frozenset().union(*(condition.names for condition in self.parts.conditions))
        scored = {scale.key for scale in self.parts.scales}
        scored |= {measure.key for measure in self.parts.measures}
        return tuple(
            q for key, q in self.parts.questions.items() if key in names and key not in scored
        )

    @cached_property
    def step_scales(self) -> tuple[str, ...]:
        """The next steps that are scales, in order; ties go to the earlier."""
        scales = {scale.key for scale in self.parts.scales}
        return tuple(step for step in self.parts.steps if step in scales)

    @cached_property
    def deeper(self) -> str | None:
        """The step for those who already bring all of it: the one that is no scale."""
        return next((step for step in self.parts.steps if step not in self.step_scales), None)

    @cached_property
    def branches(self) -> bool:
        """Whether anything is shown only under a condition."""
        pages = self.parts.pages
        return any(page.when or any(q.when for q in page.questions) for page in pages)

    @cached_property
    def deciding(self) -> frozenset[str]:
        """The questions whose answers decide which others are asked."""
        pages = self.parts.pages
        rules = [rule for page in pages for rule in (page.when, *(q.when for q in page.questions))]
        return frozenset().union(*(rule.names for rule in rules if rule))

    def visible(self, answers: Answers) -> frozenset[str]:
        """The questions these answers lead to; an answer to any other does not count."""
        if not self.branches:
            return frozenset(self.parts.questions)
        shown: set[str] = set()
        values = {key: q.kind.rule_value(None) for key, q in self.parts.questions.items()}
        for page in self.parts.pages:
            if page.when and not page.when.holds(values):
                continue
            for question in page.questions:
                if question.when is None or question.when.holds(values):
                    shown.add(question.key)
                    values[question.key] = question.kind.rule_value(answers.get(question.key))
        return frozenset(shown)

    def thinks_back(self, values: Values) -> bool:
        """Whether somebody of whom this is known reads the other words before each statement."""
        rule = self.parts.stem_when_none
        return rule is not None and rule.holds(values)

    def thought_back(self, answers: Answers) -> bool:
        """The same of somebody who gave these answers."""
        rule = self.parts.stem_when_none
        questions = ((name, self.parts.questions[name]) for name in (rule.names if rule else ()))
        return self.thinks_back(
            {name: q.kind.rule_value(answers.get(name)) for name, q in questions}
        )

    @cached_property
    def names_past(self) -> dict[str, str]:
        """The names of readings for those who think back."""
        rows = entries(self.body, "readings")
        return {str(row.get("key")): str(row.get("name_past") or "") for row in rows}

    @cached_property
    def axes(self) -> Axes:
        """What may be known of the people who take it."""
        return segments.axes(self.body)
