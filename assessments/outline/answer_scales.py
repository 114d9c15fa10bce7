"""The scales of answers an author chooses from. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from assessments.schema import AssessmentBody
from assessments.schema.questions import AnswerWord


@dataclass(frozen=True)
class AnswerScale:
    """Words from low to high, and those that a bar says: `kind` is the kind of question."""

    key: str
    kind: str
    words: tuple[Any, ...]
    bar: tuple[Any, Any, Any]

    def words_in(self, language: str) -> list[str]:
        with override(language):
            return [str(word) for word in self.words]

    def says(self, words: list[str], language: str) -> bool:
        """Whether these are its words in a language."""
        return list(map(str.casefold, words)) == list(map(str.casefold, self.words_in(language)))

    def bar_in(self, language: str) -> tuple[str, str, str]:
        with override(language):
            low, middle, high = map(str, self.bar)
        return low, middle, high

    def answers_in(self, language: str) -> list[AnswerWord]:
        words = self.words_in(language)
        return [AnswerWord(label=word, key=str(at)) for at, word in enumerate(words)]


ANSWER_SCALES = (
    AnswerScale(
        "often",
        "frequency",
        (_("never"), _("rarely"), _("sometimes"), _("often"), _("nearly always")),
        (_("rarely"), _("sometimes"), _("often")),
    ),
    AnswerScale(
        "agree",
        "agreement",
        (_("not at all"), _("a little"), _("partly"), _("mostly"), _("completely")),
        (_("little of it"), _("some of it"), _("much of it")),
    ),
    AnswerScale(
        "yes",
        "agreement",
        (_("no"), _("in part"), _("yes")),
        (_("little of it"), _("some of it"), _("much of it")),
    ),
)


def open_words_in(language: str) -> str:
    """What somebody chooses who cannot answer."""
    with override(language):
        return str(_("does not apply to me"))


def words_of(body: AssessmentBody, kind: str) -> list[str]:
    """What a body says for a kind of question."""
    return [word.label for word in getattr(body.answers, kind, [])]
