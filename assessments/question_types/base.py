"""What every kind of question answers for: its choices, what a clean value is, what it is worth.

One file a kind. To add one, copy the nearest file and its template; `kinds` finds it by itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise

from writing.rules import NameKind as Sort
from writing.rules import Value as RuleValue

Answer = str | int | list[str] | None
"""A clean answer as JSON holds it; None is an open "does not apply"."""


@dataclass(frozen=True)
class Option:
    """One thing to choose: `key` travels in the form, `value` is what is kept. It may give points
    to a scale.
    """

    key: str
    label: str
    value: str | int
    scale: str = ""
    points: Fraction = Fraction(0)


class Unknown(Exception):
    """A value that is none of the question's; the text says which are."""


class QuestionType(ABC):
    """A kind of question. `shared` kinds take their words from the assessment's answer labels."""

    key: str
    title: str | Promise
    template: str
    shared = False
    may_not_apply = False
    many = False
    longest = 0

    def options(self, own: Sequence[Option], shared: Sequence[Option]) -> tuple[Option, ...]:
        """What there is to choose from: the question's own choices, or the shared words."""
        return tuple(shared if self.shared else own)

    @abstractmethod
    def clean(self, value: Any, options: Sequence[Option]) -> Answer:
        """The value of an answer sheet, as kept; raises Unknown."""

    @abstractmethod
    def from_form(self, values: Sequence[str], options: Sequence[Option]) -> Answer:
        """The value of a posted form, as kept; raises Unknown."""

    def worth(self, answer: Answer, options: Sequence[Option]) -> Fraction | None:
        """From 0 to 1, before reverse keys; None where the answer is not for scoring."""
        return None

    @abstractmethod
    def sort(self, options: Sequence[Option]) -> Sort:
        """How a rule may speak of this answer."""

    @abstractmethod
    def rule_value(self, answer: Answer) -> RuleValue:
        """The answer as rules compare it."""

    def words(self, answer: Answer, options: Sequence[Option]) -> str:
        """The answer in the words the reader chose."""
        chosen = answer if isinstance(answer, list) else [answer]
        return ", ".join(option.label for option in options if option.value in chosen)


NOT_APPLICABLE = "not_applicable"
"""What a form sends for "does not apply"."""


def one_of(values: Sequence[object]) -> str:
    return ", ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in values)


class OneOf(QuestionType):
    """A kind with exactly one answer out of its options."""

    def clean(self, value: Any, options: Sequence[Option]) -> Answer:
        if value is None:
            return None
        for option in options:
            if value == option.value and type(value) is type(option.value):
                return option.value
        raise Unknown(one_of([option.value for option in options]))

    def from_form(self, values: Sequence[str], options: Sequence[Option]) -> Answer:
        if self.may_not_apply and values[0] == NOT_APPLICABLE:
            return None
        chosen: Mapping[str, Answer] = {option.key: option.value for option in options}
        if len(values) != 1 or values[0] not in chosen:
            raise Unknown(one_of(list(chosen)))
        return chosen[values[0]]


class Rated(OneOf):
    """One of several numbers, low to high, shared by many statements; scored."""

    shared = True
    may_not_apply = True

    def worth(self, answer: Answer, options: Sequence[Option]) -> Fraction | None:
        numbers = [option.value for option in options if isinstance(option.value, int)]
        if not isinstance(answer, int) or len(set(numbers)) < 2:
            return None
        return Fraction(answer - min(numbers), max(numbers) - min(numbers))

    def sort(self, options: Sequence[Option]) -> Sort:
        return Sort("number")

    def rule_value(self, answer: Answer) -> RuleValue:
        return Fraction(answer) if isinstance(answer, int) else None


class Keyed(OneOf):
    """One of several keys."""

    def sort(self, options: Sequence[Option]) -> Sort:
        return Sort("key", tuple(str(option.value) for option in options))

    def rule_value(self, answer: Answer) -> RuleValue:
        return answer if isinstance(answer, str) else None
