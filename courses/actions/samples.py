"""Sample people for previews, rehearsals and test drives, scored by the published assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assessments import actions as assessments
from assessments import answers, result, scoring
from assessments.definition import Definition
from assessments.samples import Sample, ScoredSample, called
from assessments.segments import OF_RESULT
from courses.actions.prefetch import facts
from courses.models import Enrollment
from courses.variables import ASKS_LETTERS, ASKS_ONWARD, INVITES
from practice.once import once
from writing.segments import BAND, HAS_NAME, Axis, Facts


@dataclass(frozen=True)
class SampleReader:
    """Whoever a letter is shown for."""

    first_name: str
    facts: Facts
    names: Mapping[str, str]
    place: str = ""  # of a real person: the uid of their place, so that erasing finds what is shown

    def with_answer(self, axis: str, key: str, *, offer: int) -> SampleReader:
        """The same person with another answer; its readable name goes with it."""
        facts = self.facts.with_facts({axis: key})
        return replace(self, facts=facts, names=result.names(assessments.published(offer), facts))


def other_answers(offer: int) -> dict[str, Axis]:
    """The questions with one choice, in which a sample person may be another."""
    axes = assessments.published(offer).axes.declared
    questions = (axis for axis in axes if not axis.name.startswith(BAND))
    return {axis.name: axis for axis in questions if axis.printed and axis.name not in OF_RESULT}


def reader(data: Any, *, offer: int | None = None) -> SampleReader:
    """Whoever filled in an answer sheet of an offer, else of home; raises
    assessments.answers.InvalidAnswers.
    """
    return reader_by(assessments.published(offer), data)


def reader_by(definition: Definition, data: Any) -> SampleReader:
    """Whoever filled in an answer sheet of this assessment; raises InvalidAnswers."""
    sheet = answers.sheet(definition, data)
    reader_facts = result.facts(definition, scoring.score(definition, sheet.answers), sheet.answers)
    open_to_all = {INVITES: True, ASKS_LETTERS: True, ASKS_ONWARD: True}
    reader_facts = reader_facts.with_facts({HAS_NAME: bool(sheet.first_name), **open_to_all})
    return SampleReader(sheet.first_name, reader_facts, result.names(definition, reader_facts))


def samples(offer: int | None) -> dict[str, str]:
    """The sample people of an offer by key, with names an author knows them by; nameless ones come
    last.
    """
    with once():
        sheets = sorted(_sheets(offer), key=lambda sheet: not sheet.first_name)
        people = {sheet.key: _as_asked(sheet, offer) for sheet in sheets}
    return {key: called(sheet.first_name, sheet.names) for key, sheet in people.items()}


def scored(offer: int | None) -> list[ScoredSample]:
    """The sample people of an offer, else of home, for whom a text is shown."""
    flags = frozenset({INVITES, ASKS_LETTERS, ASKS_ONWARD})
    return assessments.sample_readers(assessments.published(offer), flags=flags)


def sample(key: str, *, offer: int | None) -> SampleReader:
    """The sample person of this key, without answers to what is not asked; raises KeyError."""
    return _as_asked({sheet.key: sheet for sheet in _sheets(offer)}[key], offer)


def _as_asked(person: Sample, offer: int | None) -> SampleReader:
    questions = assessments.published(offer).parts.questions
    fitting = {name: value for name, value in person.answers.items() if name in questions}
    return reader({"first_name": person.first_name, "answers": fitting}, offer=offer)


def _sheets(offer: int | None) -> list[Sample]:
    return assessments.sample_people(assessments.published(offer))


def reader_of(enrollment: Enrollment, *, now: datetime) -> SampleReader:
    """A real person, as the letters know her at this moment."""
    reader_facts = facts(enrollment, now=now)
    return SampleReader(
        enrollment.first_name, reader_facts, enrollment.names, place=enrollment.uid.hex
    )
