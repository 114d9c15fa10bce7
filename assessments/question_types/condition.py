"""Another reason to be stuck: yes, somewhat or no. Its answers make the list of other reasons."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from assessments.question_types.base import Answer, Keyed, Option

WORTH = {"yes": Fraction(1), "somewhat": Fraction(1, 2), "no": Fraction(0)}


class ConditionQuestion(Keyed):
    key = "condition"
    title = _("yes, somewhat or no")
    template = "assessments/question_types/_condition.html"
    shared = True

    def worth(self, answer: Answer, options: Sequence[Option]) -> Fraction | None:
        return WORTH.get(answer) if isinstance(answer, str) else None


KIND = ConditionQuestion()
