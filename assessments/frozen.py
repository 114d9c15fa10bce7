"""The parts of a definition: frozen questions, pages, scales, measures, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.question_types.base import Answer, Option, QuestionType
from writing.rules import Condition

Answers = Mapping[str, Answer]
Body = Mapping[str, Any]
"""A body as code reads it (`files.plain`): names with values, as in an assessment.yaml."""


@dataclass(frozen=True, eq=False)
class FrozenQuestion:
    """One question; `worths` is what each answer adds, reversed and weighted, 0 to `weight`."""

    key: str
    kind: QuestionType
    text: str
    help: str
    scale: str
    reverse: bool
    weight: Fraction
    options: tuple[Option, ...]
    worths: Mapping[str | int, Fraction]
    when: Condition | None = None
    not_applicable: str = ""
    """Its own words for “does not apply”."""
    unanswered: str = ""
    """The choice that texts go by where the question was left open."""

    def counts_for(self, scale: str) -> bool:
        return scale in (self.scale, *(option.scale for option in self.options))

    def worth(self, answer: Answer, scale: str) -> tuple[Fraction, Fraction]:
        """What an answer adds to a scale, and the most that any could."""
        if scale == self.scale and not isinstance(answer, list | None):
            return self.worths[answer], self.weight
        chosen = answer if isinstance(answer, list) else [answer]
        given = [option for option in self.options if option.scale == scale]
        points = sum((option.points for option in given if option.value in chosen), Fraction(0))
        each = [option.points for option in given]
        return points, sum(each, Fraction(0)) if self.kind.many else max(each)

    def words(self, answer: Answer) -> str:
        """An answer in the words the reader chose."""
        return self.kind.words(answer, self.options)


@dataclass(frozen=True, eq=False)
class FrozenPage:
    """Questions shown together."""

    key: str
    title: str
    lead: str
    questions: tuple[FrozenQuestion, ...]
    when: Condition | None = None


@dataclass(frozen=True, eq=False)
class FrozenScale:
    """Statements read as one number from 0 to 100; counts with `minimum` of them answered."""

    key: str
    minimum: int
    items: tuple[FrozenQuestion, ...]


@dataclass(frozen=True, eq=False)
class FrozenMeasure:
    """A number made of others: `kind` says how, and it counts with `minimum` of them."""

    key: str
    kind: str
    of: tuple[str, ...]
    minimum: int
    at_least: Fraction | None = None
    """What an answer must reach to be counted; None: any answer is."""
    borders: tuple[Fraction, ...] = ()
    """What each is taken less, for how far the first is ahead."""


@dataclass(frozen=True, eq=False)
class Rule:
    """A reading, profile or notice, and when it is the one."""

    key: str
    when: Condition


@dataclass(frozen=True, eq=False)
class FrozenProfile(Rule):
    """A profile: when it is only slight, and which of the others it is close to then."""

    slight: Condition | None = None
    close_to: tuple[Rule, ...] = ()


@dataclass(frozen=True, eq=False)
class Parts:
    """All of a body that scoring and answering go by."""

    pages: tuple[FrozenPage, ...]
    questions: Mapping[str, FrozenQuestion]
    scales: tuple[FrozenScale, ...]
    measures: tuple[FrozenMeasure, ...]
    readings: tuple[Rule, ...]
    profiles: tuple[FrozenProfile, ...]
    no_profile: Condition | None
    """Whom no profile fits, besides those with too little to go on."""
    notices: tuple[Rule, ...]
    steps: tuple[str, ...]
    step_threshold: Fraction
    step_minimum: int
    """So many steps must count before somebody is told to go deeper."""
    step_otherwise: str
    """The step of whoever answered too little for any; empty: none."""
    bands: tuple[Fraction, Fraction]
    too_little: frozenset[str]
    """Readings that say there is too little to go on: no profile goes with them."""
    most_points: bool
    """Whether the profile is the one named after the scale with most points."""
    slight_points: Fraction
    """By so many points, or fewer, a profile with most points is only slight."""
    first_conditions: frozenset[str]
    """Other reasons that come before all others."""
    you_first: Condition | None
    """Who is shown a box about themselves before all else."""
    only_just: tuple[str, Fraction]
    """The scale by which a reading may be decided by little, and how little that is."""
    stem_when_none: Condition | None
    """Who reads the other words before each statement."""

    @property
    def conditions(self) -> Iterator[Condition]:
        """Every rule by which a result is found."""
        yield from (rule.when for rule in (*self.readings, *self.profiles, *self.notices))
        yield from (rule.when for profile in self.profiles for rule in profile.close_to)
        alone = (self.no_profile, self.you_first, *(profile.slight for profile in self.profiles))
        yield from (condition for condition in alone if condition is not None)
