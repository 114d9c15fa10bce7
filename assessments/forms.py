"""What visitors send: one page of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assessments import answers as sense
from assessments.frozen import Answers, FrozenQuestion
from assessments.page_cache import Holes
from assessments.question_types.base import NOT_APPLICABLE, Answer, Unknown

LONGEST_SHOWN = 2000
CHECKED = mark_safe(" checked")


@dataclass
class ShownQuestion:
    """One question as the page shows it: what is chosen or typed, and what is amiss.

    With `holes` it stands on a blank, and `filling` is what one visitor has in them.
    """

    question: FrozenQuestion
    values: list[str]
    not_applicable: str
    error: str = ""
    holes: Holes | None = None

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def described_by(self) -> str:
        """The ids of what belongs to the question besides its legend."""
        parts = {"help": self.question.help, "error": self.error}
        return " ".join(f"{self.key}-{name}" for name, text in parts.items() if text)

    @property
    def choices(self) -> list[tuple[str, str, SafeString]]:
        """(what is sent, its words, its mark if it is chosen)"""
        options = self.question.options
        return [(option.key, option.label, self._mark(option.key)) for option in options]

    @property
    def apart(self) -> tuple[str, str, SafeString] | None:
        """The choice "does not apply", where the kind of question has one."""
        if not self.question.kind.may_not_apply:
            return None
        words = self.question.not_applicable or self.not_applicable
        return NOT_APPLICABLE, words, self._mark(NOT_APPLICABLE)

    @property
    def typed(self) -> SafeString:
        if self.holes:
            return self.holes.hole(self.key)
        return escape(self.values[0] if self.values else "")

    @property
    def filling(self) -> dict[str, SafeString]:
        """What stands in the holes of the blank: marks, or what was typed."""
        if self.question.kind.longest:
            return {self.key: self.typed}
        return {self._name(value): CHECKED for value in self.values}

    def _mark(self, value: str) -> SafeString:
        if self.holes:
            return self.holes.hole(self._name(value))
        return CHECKED if value in self.values else SafeString()

    def _name(self, value: str) -> str:
        return f"{self.key} {value}"


@dataclass
class PageForm:
    """The questions of one page, with the answers saved or those just sent."""

    questions: Sequence[FrozenQuestion]
    answers: Answers
    not_applicable: str
    data: QueryDict | None = None
    clean: dict[str, Answer] = field(default_factory=dict)
    holes: Holes | None = None

    @cached_property
    def shown_questions(self) -> list[ShownQuestion]:
        return [
            ShownQuestion(question, self._values(question), self.not_applicable, holes=self.holes)
            for question in self.questions
        ]

    @property
    def filling(self) -> dict[str, SafeString]:
        """What one visitor's answers put into the holes of the blank page."""
        return {
            name: text for shown in self.shown_questions for name, text in shown.filling.items()
        }

    def read(self, *, may_stay_open: bool) -> bool:
        """Clean what was sent into `clean`; False where something is amiss or was left out."""
        for shown in self.shown_questions:
            self._read(shown, may_stay_open)
        return not self.faults

    @property
    def faults(self) -> list[ShownQuestion]:
        return [shown for shown in self.shown_questions if shown.error]

    @property
    def only_open(self) -> bool:
        """Whether all that is amiss is that something was left out."""
        return bool(self.faults) and not any(shown.values for shown in self.faults)

    def _values(self, question: FrozenQuestion) -> list[str]:
        if self.data is not None:
            sent = self.data.getlist(question.key)
            return [value[:LONGEST_SHOWN] for value in sent if value]
        if question.key not in self.answers:
            return []
        answer = self.answers[question.key]
        if answer is None:
            return [NOT_APPLICABLE] if question.kind.may_not_apply else []
        given = answer if isinstance(answer, list) else [answer]
        chosen = [option.key for option in question.options if option.value in given]
        return chosen or ([answer] if isinstance(answer, str) and question.kind.longest else [])

    def _read(self, shown: ShownQuestion, may_stay_open: bool) -> None:
        kind = shown.question.kind
        if not shown.values:
            if kind.many or kind.longest:
                self.clean[shown.key] = None
            elif not may_stay_open:
                shown.error = _("This one is still open. Choose the answer that comes closest.")
            return
        try:
            self.clean[shown.key] = sense.posted(shown.question, shown.values)
        except Unknown:
            shown.error = (
                _("Please keep it under %(number)s characters.") % {"number": kind.longest}
                if kind.longest
                else _("That is none of the answers here. Please choose one of these.")
            )
