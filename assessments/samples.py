"""The sample people: one answer sheet per profile, for previews, rehearsals and tests. Pure."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from assessments import answers, result, scoring, simulation
from assessments.definition import Definition
from assessments.question_types.base import Answer
from assessments.scoring import Result
from assessments.segments import OF_RESULT
from writing.segments import BAND, Facts, axis_printed

NOBODY = "without-name"
"""The key of the person who gave no first name."""


@dataclass(frozen=True)
class Sample:
    """An invented reader; `key` is the profile, or not-enough."""

    key: str
    first_name: str
    answers: Mapping[str, Any]


MADE_UP = ("Alex", "Kim", "Sam", "Noa", "Jo", "Luca", "Robin", "Mika")


def people_for(definition: Definition, folders: Iterable[Path]) -> list[Sample]:
    """The sample people of content folders who answered this assessment's questions; where none
    did, made-up ones: somebody for each profile, else for each reading.
    """
    people = [person for folder in folders for person in sample_people(folder / "samples")]
    return [person for person in people if _fits(person, definition)] or made_up(definition)


def _fits(sample: Sample, definition: Definition) -> bool:
    answered = definition.parts.questions.keys() & sample.answers.keys()
    return bool(answered) and 2 * len(answered) >= len(sample.answers)


def made_up(definition: Definition) -> list[Sample]:
    """Somebody for each profile that anybody gets, in the author's order; of an assessment without
    profiles, for each reading; at least one who answered something.
    """
    rules = definition.parts.profiles or definition.parts.readings
    sheets: dict[str, Mapping[str, Any]] = {}
    for sheet in simulation.sheets(definition, simulation.FEW):
        scored = scoring.score(definition, sheet)
        sheets.setdefault((definition.parts.profiles and scored.profile) or scored.reading, sheet)
        if all(rule.key in sheets for rule in rules):
            break
    keys = [rule.key for rule in rules if rule.key in sheets] or list(sheets)
    names = itertools.cycle(MADE_UP)
    return [Sample(key, next(names), sheets[key]) for key in keys]


def sample_people(folder: Path) -> list[Sample]:
    """Every sheet in a folder such as content/NAME/samples, by key."""
    return [_sample(file) for file in sorted(folder.glob("*.json"))]


def _sample(file: Path) -> Sample:
    data = json.loads(file.read_text(encoding="utf-8"))
    return Sample(file.stem, data.get("first_name") or "", data["answers"])


@dataclass(frozen=True)
class ScoredSample:
    """A sample person as an assessment reads their answers: somebody to show a text to."""

    key: str
    first_name: str
    facts: Facts
    names: Mapping[str, str]
    definition: Definition
    answers: Mapping[str, Answer]
    result: Result

    @property
    def label(self) -> str:
        return called(self.first_name, self.names)

    def with_fact(self, axis: str, key: str) -> ScoredSample:
        """The same person with another fact, such as another profile."""
        declared = self.definition.axes.with_keys.get(axis)
        if declared is None:
            return self
        facts = self.facts.with_facts({axis: (key,) if declared.sort == "keys" else key})
        return replace(self, facts=facts, names=result.names(self.definition, facts))


def called(first_name: str, names: Mapping[str, str]) -> str:
    """A made-up reader as the author knows them: “Jo: Carrying the Hope, Coaching”."""
    axes = {axis_printed(variable): name for variable, name in names.items()}
    chosen = (n for axis, n in axes.items() if axis not in OF_RESULT and not axis.startswith(BAND))
    parts = (names.get("profile_name") or names.get("reading_name"), next(chosen, ""))
    return f"{first_name or _('Somebody without a name')}: {', '.join(filter(None, parts))}"


def scored_samples(
    definition: Definition, folders: Iterable[Path], *, flags: frozenset[str] = frozenset()
) -> list[ScoredSample]:
    """Every sample person whose answers fit the assessment, somebody without a name last; `flags`
    are facts that an app adds for its own texts.
    """
    people = people_for(definition, folders)
    shown = [scored for sample in people if (scored := _scored(sample, definition, flags))]
    named = sorted(shown, key=lambda sample: not sample.first_name)
    nameless = [] if any(not sample.first_name for sample in named) else named[:1]
    return [*named, *(_nameless(sample) for sample in nameless)]


def scored_sample(definition: Definition, folders: Iterable[Path], key: str) -> ScoredSample | None:
    """The person of this key among `scored_samples`, else the first; None where there is nobody."""
    if key == NOBODY:
        people = scored_samples(definition, folders)
        return next(
            (person for person in people if person.key == key), people[0] if people else None
        )
    named = sorted(people_for(definition, folders), key=lambda sample: not sample.first_name)
    wanted = sorted(named, key=lambda sample: sample.key != key)
    return next(filter(None, (_scored(sample, definition, frozenset()) for sample in wanted)), None)


def _scored(sample: Sample, definition: Definition, flags: frozenset[str]) -> ScoredSample | None:
    questions = definition.parts.questions
    fitting = {key: value for key, value in sample.answers.items() if key in questions}
    try:
        given = answers.clean(definition, fitting)
    except answers.InvalidAnswers:
        return None
    scored = scoring.score(definition, given)
    facts = result.facts(definition, scored, given)
    facts = facts.with_facts(dict.fromkeys(flags, True), has_name=bool(sample.first_name))
    names = result.names(definition, facts)
    return ScoredSample(sample.key, sample.first_name, facts, names, definition, given, scored)


def _nameless(person: ScoredSample) -> ScoredSample:
    facts = person.facts.with_facts(has_name=False)
    return replace(person, key=NOBODY, first_name="", facts=facts)
