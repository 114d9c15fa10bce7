"""What a result page says: a result put into the words of its assessment. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from assessments import result_bars
from assessments.comparison import Before
from assessments.definition import Definition
from assessments.entries import entries
from assessments.frozen import Answers, Body, FrozenQuestion
from assessments.result_comparison import Comparison
from assessments.result_parts import Said, ScaleGroup
from assessments.scoring import Result
from writing import illustration, markdown
from writing.errors import Refused
from writing.passages import PassageText, from_frozen
from writing.render import Scope

FACETS = ("looks_after", "does_well", "can_cost")
"""What a profile says of itself, besides what it is."""


def passages(body: Body) -> dict[str, PassageText]:
    """The passages that were frozen with a body."""
    return from_frozen(body.get("passages") or {})


@dataclass(frozen=True)
class ResultPage:
    """One result page, part by part, in the order of the page."""

    definition: Definition
    result: Result
    answers: Answers
    scope: Scope
    earlier: Before | None = None

    @property
    def scope_box(self) -> Said | None:
        box = self.definition.body.get("scope_box")
        if not box or self.definition.parts.first_conditions.isdisjoint(self.result.conditions):
            return None
        return self._box(box)

    @property
    def you_first(self) -> Said | None:
        """The box about the reader, before all else."""
        box = self.definition.body.get("you_first")
        if not box or not self.result.you_first:
            return None
        return self._box(box)

    def _box(self, box: Mapping[str, Any]) -> Said:
        short, whole = (self.html(str(box.get(name) or "")) for name in ("short", "text"))
        return Said(box.get("title", ""), whole, short=short)

    @property
    def question(self) -> str:
        """The question that the reading answers, above it."""
        headings = self.definition.body.get("headings") or {}
        past = headings.get("question_past") if self._past else ""
        return str(past or headings.get("question") or "")

    @property
    def _past(self) -> bool:
        return self.definition.thought_back(self.answers)

    @property
    def reading(self) -> Said:
        said = self._entry("readings", self.result.reading, "name")
        past = self.definition.names_past.get(said.key) if self._past else ""
        row = _row(self.definition.body, "readings", self.result.reading) or {}
        just = row.get(f"only_just_{self.result.only_just}", "") if self.result.only_just else ""
        said = replace(said, title=past or said.title, short=self.html(str(row.get("short") or "")))
        if not just:
            return said
        # Beside the heading, whichever of the two stands there.
        field = "short" if said.short else "html"
        return replace(said, **{field: getattr(said, field) + self.html(just)})

    @property
    def more(self) -> str:
        """What else the reading has to say, after the profile."""
        row = _row(self.definition.body, "readings", self.result.reading) or {}
        return self.html(str(row.get("more") or ""))

    @property
    def asides(self) -> list[str]:
        """The notices that only say something, in list order."""
        return self._notices("")

    @property
    def to_look_again(self) -> list[str]:
        """Those beside the button that opens the answers again."""
        return self._notices("look_again")

    @property
    def about_open_questions(self) -> list[str]:
        """Those above the questions that are open."""
        return self._notices("open_questions")

    def _notices(self, beside: str) -> list[str]:
        rows = entries(self.definition.body, "notices")
        shown = [row for row in rows if row.get("key") in self.result.notices]
        return [
            self.html(str(row.get("text", "")))
            for row in shown
            if str(row.get("beside") or "") == beside
        ]

    @property
    def leaning(self) -> Mapping[str, str] | None:
        """The profile's texts by their names."""
        row = _row(self.definition.body, "profiles", self.result.profile)
        if row is None:
            return None
        texts = {name: name for name in ("summary", "mirror_line", "carry")}
        if self._is_slight(row):
            texts = {"summary": "slight", "look": "slight_look", "carry": "carry"}
        prose = {name: self.html(row.get(column) or "") for name, column in texts.items()}
        keys = tuple(str(other["key"]) for other in entries(self.definition.body, "profiles"))
        figure = illustration.figures(keys)[row["key"]]
        drawn = {"figure": figure.svg, "tone": str(figure.tone)}
        return {"key": row["key"], "name": row["name"], **drawn, **prose}

    @property
    def looks_after(self) -> Said | None:
        """What the leaning looks after, which is said of it first."""
        return next((facet for facet in self.facets if facet.key == FACETS[0]), None)

    def _is_slight(self, row: Mapping[str, Any]) -> bool:
        """Whether the profile's text for a slight leaning stands for all its others."""
        return bool(self.result.slight and row.get("slight"))

    @property
    def facets(self) -> list[Said]:
        """What else is said of the profile, under the author's own headings."""
        row = _row(self.definition.body, "profiles", self.result.profile) or {}
        headings = self.definition.body.get("headings") or {}
        texts = [(name, str(row.get(name) or "")) for name in FACETS]
        if self._is_slight(row):
            return []
        return [
            Said(str(headings.get(name) or ""), self.html(text), name)
            for name, text in texts
            if text
        ]

    @property
    def no_leaning(self) -> str:
        """What is said where there was enough for a reading and no profile fits."""
        parts = self.definition.parts
        if self.result.profile is not None or self.result.reading in parts.too_little:
            return ""
        return self.html(str(self.definition.body.get("profile_none") or ""))

    @property
    def step(self) -> Said | None:
        key = self.definition.deeper if self.result.deeper else self.result.step
        if not key:
            return None
        row = _row(self.definition.body, "steps", key) or {}
        said = self._entry("steps", key, "title")
        if self.result.you_first and row.get("gentle"):
            return replace(said, html=self.html(row["gentle"]))
        return replace(said, short=self.html(str(row.get("short") or "")))

    @property
    def before_step(self) -> str:
        return self.html(str(self.definition.body.get("before_step", "")))

    @property
    def after_step(self) -> str:
        return self.html(str(self.definition.body.get("after_step", "")))

    @property
    def conditions(self) -> list[Said]:
        return [self._condition(key) for key in self.result.conditions]

    @property
    def open_questions(self) -> list[FrozenQuestion]:
        """What to answer for a reading, where there was not enough."""
        parts, reading = self.definition.parts, self.result.reading
        if reading not in parts.too_little:
            return []
        names = next(rule.when.names for rule in parts.readings if rule.key == reading)
        missing = [
            scale
            for scale in parts.scales
            if scale.key in names and self.result.scales[scale.key] is None
        ]
        return [q for s in missing for q in s.items if self.answers.get(q.key) is None]

    @property
    def groups(self) -> list[ScaleGroup]:
        return result_bars.groups(self.definition, self.result, self.comparison)

    @property
    def numbers(self) -> list[dict[str, str]]:
        """The lines of the table: scores from 0 to 100, empty where too little was answered."""
        return result_bars.numbers(self.definition, self.result, self.comparison)

    @cached_property
    def comparison(self) -> Comparison | None:
        """This result beside the one it was taken after."""
        if self.earlier is None:
            return None
        return Comparison(self.definition, self.result, self.answers, self.earlier)

    @property
    def retake(self) -> Mapping[str, str]:
        """What is said to those who take it again."""
        texts = self.definition.body.get("retake") or {}
        lines = {name: str(texts.get(name) or "") for name in ("same", "another")}
        return lines | {
            name: self.html(str(text)) for name, text in texts.items() if name not in lines
        }

    @property
    def guide_offer(self) -> str:
        return self.html(str(self.definition.body.get("guide_offer", "")))

    @property
    def pass_on(self) -> str:
        return self.html(str(self.definition.body.get("pass_on", "")))

    @property
    def after_profile(self) -> str:
        return self.html(str(self.definition.body.get("after_profile", "")))

    @property
    def after_bars(self) -> str:
        return self.html(str(self.definition.body.get("after_bars", "")))

    def html(self, source: str) -> str:
        """Finished HTML; a text that publishing should have refused shows as it was written."""
        try:
            return self.scope.html(source, headings_from=4)
        except Refused:
            return markdown.to_html(source, headings_from=4)

    def _entry(self, name: str, key: str, title: str) -> Said:
        row = _row(self.definition.body, name, key) or {}
        return Said(row.get(title, ""), self.html(row.get("text", "")), key)

    def _condition(self, key: str) -> Said:
        said = self._entry("conditions", key, "name")
        answer = self.definition.questions[key].words(self.answers.get(key))
        return Said(said.title, said.html, key, answer)


def _row(body: Body, name: str, key: str | None) -> Mapping[str, Any] | None:
    return next((row for row in entries(body, name) if row.get("key") == key), None)
