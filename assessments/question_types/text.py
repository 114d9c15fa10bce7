"""A few words of the visitor's own. Never scored, never shown to a rule, never in a letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.question_types.base import Answer, Option, QuestionType, Unknown
from writing.rules import NameKind as Sort
from writing.rules import Value as RuleValue
from writing.rules import key


class TextQuestion(QuestionType):
    key = "text"
    title = _("a few words")
    template = "assessments/question_types/_text.html"
    longest = 500

    def clean(self, value: Any, options: Sequence[Option]) -> Answer:
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > self.longest:
            raise Unknown(f"a text of at most {self.longest} characters")
        return value.replace("\x00", "").strip() or None

    def from_form(self, values: Sequence[str], options: Sequence[Option]) -> Answer:
        return self.clean(values[0], options)

    def sort(self, options: Sequence[Option]) -> Sort:
        return key("written", "empty")

    def rule_value(self, answer: Answer) -> RuleValue:
        return "written" if answer else "empty"

    def words(self, answer: Answer, options: Sequence[Option]) -> str:
        return answer if isinstance(answer, str) else ""


KIND = TextQuestion()
