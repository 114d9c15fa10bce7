"""Reads the parts of a definition from a body, noting every fault instead of stopping at one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from textwrap import shorten
from typing import Any

from assessments.entries import (
    Entry,
    as_option,
    as_question,
    between_commas,
    entries,
    number,
    ticked,
)
from assessments.frozen import (
    Body,
    FrozenMeasure,
    FrozenPage,
    FrozenProfile,
    FrozenQuestion,
    FrozenScale,
    Parts,
    Rule,
)
from assessments.question_types import KINDS
from writing import rule_parser, rules
from writing.errors import Fault, Refused, listed
from writing.rules import FLAG, NUMBER, Always, Condition, NameKind

SHOWN, ONE_ANSWER = "shown", "one_answer"
EVERYBODY = "true"
"""The rule of a last row, which catches everybody that no row above it did."""
MOST_POINTS = "most_points"
MEASURES = ("conditions", "count", "lead", "max", "mean")


class Parser:
    """One reading of one body; look at `faults` afterwards."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.faults: list[Fault] = []

    def parts(self) -> Parts:
        body = self.body
        questions = self._questions()
        pages, questions = self._pages(questions)
        scales = tuple(self._scale(entry, questions) for entry in entries(body, "scales"))
        keys = {scale.key for scale in scales}
        measures = self._measures(set(keys), questions)
        # A rule may ask only what is known when its turn comes: `names` grows from here on.
        of_questions = {key: q.kind.sort(q.options) for key, q in questions.items()}
        names = of_questions | dict.fromkeys(
            [*(s.key for s in scales), *(m.key for m in measures)], NUMBER
        )
        names |= {SHOWN: NUMBER, ONE_ANSWER: FLAG}
        readings = self._rules("readings", names)
        names["reading"] = rules.key(*(rule.key for rule in readings))
        no_profile = self._when(body.get("profile_none_when"), names, "No profile")
        most_points = body.get("scoring") == MOST_POINTS
        profiles = self._by_points(keys) if most_points else self._profiles(names)
        names["profile"] = rules.key(*(rule.key for rule in profiles), "none")
        you_first = body.get("you_first") or {}
        return Parts(
            pages=pages,
            questions=questions,
            scales=scales,
            measures=measures,
            readings=readings,
            profiles=profiles,
            no_profile=no_profile,
            most_points=most_points,
            notices=self._rules("notices", names),
            you_first=self._when(you_first.get("when"), names, "“You first”"),
            only_just=self._only_just(keys),
            stem_when_none=self._when(body.get("stem_none_when"), of_questions, "The other words"),
            **_settings(body),
        )

    def fault(self, message: str) -> None:
        self.faults.append(Fault(1, message))

    def _asked(self, key: str) -> str:
        """A question by its key, which files know, and its first words, which the author knows."""
        entries_of = (e for e in entries(self.body, "questions") if str(e.get("key")) == key)
        text = shorten(next((str(e.get("text", "")) for e in entries_of), ""), 60, placeholder="…")
        return f"Question “{key}” ({text})" if text else f"Question “{key}”"

    def _questions(self) -> dict[str, FrozenQuestion]:
        shared = self.body.get("answers") or {}
        questions: dict[str, FrozenQuestion] = {}
        for entry in entries(self.body, "questions"):
            key, kind = str(entry.get("key", "")), KINDS.get(str(entry.get("kind")))
            if kind is None:
                self.fault(
                    f"{self._asked(key)}: “{entry.get('kind')}” is no kind of question. "
                    f"Allowed: {listed(KINDS)}."
                )
                continue
            if key in questions:
                self.fault(f"{self._asked(key)} is there twice; keep one.")
            own = [as_option(choice) for choice in entries(entry, "choices")]
            words = [as_option(word) for word in entries(shared, kind.key)]
            options = kind.options(own, words)
            if not options and not kind.longest:
                self.fault(f"{self._asked(key)} has nothing to choose from.")
            questions[key] = as_question(entry, kind.key, options)
        return questions

    def _pages(
        self, questions: dict[str, FrozenQuestion]
    ) -> tuple[tuple[FrozenPage, ...], dict[str, FrozenQuestion]]:
        """Pages in order; a rule about what is shown may only look back."""
        written = {
            str(e.get("key")): str(e.get("when", "")) for e in entries(self.body, "questions")
        }
        page_of = {
            str(e.get("key")): str(e.get("page", "")) for e in entries(self.body, "questions")
        }
        names: dict[str, NameKind] = {}
        pages: list[FrozenPage] = []
        seen: dict[str, FrozenQuestion] = {}
        for entry in entries(self.body, "pages"):
            page, title = str(entry.get("key", "")), str(entry.get("title", ""))
            when = self._when(str(entry.get("when", "")), names, f"Page “{title}”")
            here: list[FrozenQuestion] = []
            for key in (key for key, at in page_of.items() if at == page and key in questions):
                text = written.get(key, "")
                rule = self._when(text, names, self._asked(key)) if text else None
                seen[key] = replace(questions[key], when=rule) if rule else questions[key]
                here.append(seen[key])
                names[key] = seen[key].kind.sort(seen[key].options)
            pages.append(FrozenPage(page, title, str(entry.get("lead", "")), tuple(here), when))
        for key in questions.keys() - seen.keys():
            self.fault(f"{self._asked(key)} is on no page, so nobody would see it.")
        return tuple(pages), {key: seen.get(key, question) for key, question in questions.items()}

    def _scale(self, entry: Entry, questions: Mapping[str, FrozenQuestion]) -> FrozenScale:
        key = str(entry.get("key", ""))
        items = tuple(question for question in questions.values() if question.counts_for(key))
        minimum = int(entry.get("minimum", 2))
        if not items:
            self.fault(f"Scale “{key}” has no questions.")
        elif not 1 <= minimum <= len(items):
            self.fault(f"Scale “{key}” counts with {minimum} answers, but has {len(items)}.")
        for question in items:
            if question.scale == key and not question.worths:
                self.fault(f"{self._asked(question.key)} cannot count for a scale.")
        return FrozenScale(key, minimum, items)

    def _measures(
        self, scales: set[str], questions: Mapping[str, FrozenQuestion]
    ) -> tuple[FrozenMeasure, ...]:
        measures: list[FrozenMeasure] = []
        named = {q.scale for q in questions.values()}
        named |= {option.scale for q in questions.values() for option in q.options}
        for key in named - scales - {""}:
            self.fault(f"Questions count for “{key}”, which is no scale.")
        for entry in entries(self.body, "measures"):
            measure = self._measure(entry, scales, questions)
            measures.append(measure)
            scales.add(measure.key)
        return tuple(measures)

    def _measure(
        self, entry: Entry, numbers: set[str], questions: Mapping[str, FrozenQuestion]
    ) -> FrozenMeasure:
        key, kind = str(entry.get("key", "")), str(entry.get("kind", ""))
        of = between_commas(entry, "of")
        if kind not in MEASURES:
            self.fault(f"“{key}”: “{kind}” is not allowed. Allowed: {listed(MEASURES)}.")
        conditions = [q.key for q in questions.values() if q.kind.key == "condition"]
        if kind == "conditions":
            of = of or tuple(conditions)
        known = {"conditions": conditions, "count": questions}.get(kind, numbers)
        if unknown := [name for name in of if name not in known]:
            self.fault(f"“{key}” is made of “{listed(unknown)}”, not known above it.")
        if not of:
            self.fault(f"“{key}” is made of nothing.")
        borders: tuple[Fraction, ...] = ()
        if written := between_commas(entry, "borders"):
            try:
                borders = tuple(map(number, written))
            except ValueError:
                self.fault(f"“{key}”: a border is a number, such as 55.")
            else:
                if kind != "lead" or not 1 < len(of) == len(borders):
                    self.fault(f"“{key}” needs one border for each that it is made of.")
        at_least = entry.get("at_least")
        return FrozenMeasure(
            key,
            kind,
            of,
            minimum=int(entry.get("minimum", len(of))),
            at_least=None if at_least is None else number(at_least),
            borders=borders,
        )

    def _rules(self, name: str, names: Mapping[str, NameKind]) -> tuple[Rule, ...]:
        rules = [
            Rule(str(entry.get("key", "")), rule)
            for entry in entries(self.body, name)
            if (rule := self._rule(entry, names))
        ]
        last = entries(self.body, name)[-1:]
        if name == "profiles" and not last:  # its readings tell people apart
            return ()
        if name != "notices" and (not last or last[0].get("when") != EVERYBODY):
            self.fault(f"The last of the {name} must say “true”: it is for everybody else.")
        return tuple(rules)

    def _profiles(self, names: Mapping[str, NameKind]) -> tuple[FrozenProfile, ...]:
        """The profiles; a slight one may be close to any of them."""
        rows = {str(entry.get("key")): entry for entry in entries(self.body, "profiles")}
        profiles = []
        for rule in self._rules("profiles", names):
            row, place = rows[rule.key], f"“{rows[rule.key].get('name') or rule.key}”"
            near = entries(row, "close_to")
            for key in (str(entry.get("key")) for entry in near):
                if key not in rows:
                    self.fault(f"{place} is close to “{key}”, which is no profile.")
            rules = tuple(
                Rule(str(entry.get("key")), when)
                for entry in near
                if (when := self._rule(entry, names, place))
            )
            slight = self._when(row.get("slight_when"), names, place)
            profiles.append(FrozenProfile(rule.key, rule.when, slight, rules))
        return tuple(profiles)

    def _by_points(self, scales: set[str]) -> tuple[FrozenProfile, ...]:
        """The profiles where points say which: each goes by the scale of its name."""
        keys = [str(entry.get("key")) for entry in entries(self.body, "profiles")]
        for key in keys:
            if key not in scales:
                self.fault(f"“{key}” is no scale, so no points can lead to this profile.")
        return tuple(FrozenProfile(key, Always()) for key in keys)

    def _only_just(self, scales: set[str]) -> tuple[str, Fraction]:
        row = self.body.get("only_just") or {}
        key, within = str(row.get("scale") or ""), number(row.get("within") or 0)
        if within and key not in scales:
            self.fault(f"“Only just” goes by “{key}”, which is no scale.")
        return (key, within) if key in scales else ("", within)

    def _rule(
        self, entry: Entry, names: Mapping[str, NameKind], place: str = ""
    ) -> Condition | None:
        place = place or f"“{entry.get('name') or entry.get('key')}”"
        text = str(entry.get("when", ""))
        if not text:
            self.fault(f"{place} says nothing about when it holds.")
        return self._when(text, names, place)

    def _when(self, text: Any, names: Mapping[str, NameKind], place: str) -> Condition | None:
        if not text:
            return None
        try:
            return rule_parser.parse(str(text), names=names)
        except Refused as refused:
            self.faults += [fault.within(place) for fault in refused.faults]
            return None


def _settings(body: Body) -> dict[str, Any]:
    """What of the parts the author sets beside the rules: borders, thresholds, ticks."""
    bands = body.get("bands") or {}
    return {
        "slight_points": number(body.get("slight_points", 1)),
        "steps": tuple(str(entry.get("key")) for entry in entries(body, "steps")),
        "step_threshold": number(body.get("step_threshold", 75)),
        "step_minimum": int(body.get("step_minimum", 1)),
        "step_otherwise": str(body.get("step_otherwise") or ""),
        "bands": (number(bands.get("low", "37.5")), number(bands.get("high", "62.5"))),
        "too_little": ticked(body, "readings", "too_little"),
        "first_conditions": ticked(body, "conditions", "first"),
    }
