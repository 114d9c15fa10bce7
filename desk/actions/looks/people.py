"""The sample people a text is looked at with: known by a name, a leaning and a field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings

from assessments import answers, result, scoring
from assessments.definition import Definition
from assessments.kinds.kind import Answer
from assessments.samples import Sample, sample_people
from assessments.scoring import Result
from courses.actions.readers import called, published
from courses.words import INVITES
from writing.facts import CHOICES, Facts

NOBODY = "without-name"
"""The key of the person who gave no first name."""


@dataclass(frozen=True)
class Person:
    """One sample reader, scored."""

    key: str
    first_name: str
    facts: Facts
    names: Mapping[str, str]
    definition: Definition
    answers: Mapping[str, Answer]
    result: Result

    @property
    def label(self) -> str:
        """As the author knows them: “Jo: Carrying the Hope, Coaching”."""
        return called(self.first_name, self.names)

    def with_fact(self, axis: str, key: str) -> Person:
        """The same person with another fact, such as another profile."""
        if axis == "condition":
            facts = replace(self.facts, conditions=(key,))
        elif axis in CHOICES:
            facts = replace(self.facts, **{axis: key})  # type: ignore[arg-type]  # all choices are texts
        else:
            return self
        named = result.names(self.definition, facts)
        return replace(self, facts=facts, names=named)


def people(definition: Definition | None = None) -> list[Person]:
    """Every sample person whose answers fit the assessment, somebody without a name last."""
    found = definition or published()
    shown = [person for sample in _sheets() if (person := _scored(sample, found))]
    named = sorted(shown, key=lambda one: not one.first_name)
    nameless = [] if any(not one.first_name for one in named) else named[:1]
    return [*named, *(_nameless(one) for one in nameless)]


def person(key: str, definition: Definition | None = None) -> Person:
    """The one of this key, or the first; LookupError where no sample fits the assessment."""
    found = people(definition)
    if not found:
        raise LookupError(key)
    return next((one for one in found if one.key == key), found[0])


def _sheets() -> list[Sample]:
    return sample_people(settings.CONTENT_DIR / "samples")


def _scored(sample: Sample, definition: Definition) -> Person | None:
    known = definition.parts.questions
    fitting = {key: value for key, value in sample.answers.items() if key in known}
    try:
        given = answers.clean(definition, fitting)
    except answers.Wrong:
        return None
    told = scoring.score(definition, given)
    facts = result.facts(told, given)
    facts = replace(facts, has_name=bool(sample.first_name), flags=facts.flags | {INVITES})
    names = result.names(definition, facts)
    return Person(sample.key, sample.first_name, facts, names, definition, given, told)


def _nameless(person: Person) -> Person:
    facts = replace(person.facts, has_name=False)
    return replace(person, key=NOBODY, first_name="", facts=facts)
