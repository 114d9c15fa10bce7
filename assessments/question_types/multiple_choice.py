"""Any number of a question's own choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.question_types.base import Answer, Option, QuestionType, Unknown, one_of
from writing.rules import NameKind as Sort
from writing.rules import Value as RuleValue


class Several(QuestionType):
    key = "several"
    title = _("several choices")
    template = "assessments/question_types/_several.html"
    many = True

    def clean(self, value: Any, options: Sequence[Option]) -> Answer:
        allowed = [str(option.value) for option in options]
        if value is None:
            return None
        if not isinstance(value, list) or any(part not in allowed for part in value):
            raise Unknown(f"a list of {one_of(allowed)}")
        return [key for key in allowed if key in value]

    def from_form(self, values: Sequence[str], options: Sequence[Option]) -> Answer:
        return self.clean(list(values), options)

    def sort(self, options: Sequence[Option]) -> Sort:
        return Sort("keys", tuple(str(option.value) for option in options))

    def rule_value(self, answer: Answer) -> RuleValue:
        return tuple(answer) if isinstance(answer, list) else ()


KIND = Several()
