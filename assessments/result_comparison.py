"""What a result page says beside an earlier result: what changed about one person, or what two
people have in common. Profiles are never compared: a name is too coarse for that. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from assessments import comparison
from assessments.comparison import Before
from assessments.definition import Definition
from assessments.entries import entries
from assessments.frozen import Answers
from assessments.scale_scores import Score
from assessments.scoring import Result, band
from assessments.segments import LEVELS


@dataclass(frozen=True)
class Comparison:
    """Today's result beside the earlier one."""

    definition: Definition
    result: Result
    answers: Answers
    before: Before

    @property
    def of_another(self) -> bool:
        return self.before.of_another

    def previous(self, key: str) -> Score:
        """The score of last time, of the same person and where it can be set beside today's."""
        if self.before.of_another:
            return None
        return self.before.score(self.definition, self.answers, key)

    def change(self, row: Mapping[str, Any]) -> str:
        now, then = self.result.scales.get(row["key"]), self.previous(row["key"])
        return comparison.change(now, then, same_under=Fraction(str(row.get("same_under") or 0)))

    @property
    def changes(self) -> list[tuple[str, list[str]]]:
        """The scales by what became of them: more, less, about the same."""
        named: dict[str, list[str]] = {_("more"): [], _("less"): [], _("about the same"): []}
        for row in self._scales():
            if word := self.change(row):
                named[word].append(str(row.get("name", "")))
        return [(word, names) for word, names in named.items() if names]

    @property
    def moved(self) -> bool:
        """Whether anything became more or less."""
        return any(self.change(row) not in ("", _("about the same")) for row in self._scales())

    @property
    def reasons(self) -> list[str]:
        """Why some scales are not set beside last time."""
        if self.before.of_another:
            return []
        names = {str(row["key"]): str(row.get("name", "")) for row in self._scales()}
        return comparison.reasons(
            self.before, self.definition, self.result, answers=self.answers, names=names
        )

    @property
    def shared(self) -> list[str]:
        """What the answers about two people have in common, a line each."""
        return [*self._shared_scales(), *self._shared_conditions()]

    def _shared_scales(self) -> Iterator[str]:
        for row in self._scales():
            if self.before.shares_band(self.definition, self.result, row["key"]):
                level = band(self.definition, self.result.scales[row["key"]])
                word = (row.get("words") or {}).get(level) or LEVELS[level]
                yield _("%(scale)s: %(word)s, both times") % {
                    "scale": row.get("name", ""),
                    "word": word,
                }

    def _shared_conditions(self) -> Iterator[str]:
        for row in entries(self.definition.body, "conditions"):
            if row["key"] in set(self.result.conditions) & set(self.before.result.conditions):
                yield _("%(reason)s: marked both times") % {"reason": row.get("name", "")}

    def _scales(self) -> list[Mapping[str, Any]]:
        return entries(self.definition.body, "scales")
