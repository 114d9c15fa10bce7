"""Who gets which result: sentences about measures, the first that fits, the last for everybody
else. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.outline import wording
from assessments.outline.keys import made_key, rule_names
from assessments.outline.measures import is_lead, kept_true, lead_key, too_little, with_leads
from assessments.parser import EVERYBODY
from assessments.schema import AssessmentBody
from assessments.schema.rules import Profile, Reading
from writing import rule_parser
from writing.errors import Refused
from writing.rules import All, Compares, Condition


class Sense(StrEnum):
    """How a sentence speaks of a measure."""

    AT_LEAST = "at_least"
    BELOW = "below"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Clause:
    """“Exhaustion is at least 60”, or “is ahead of the others by at least 10”; the measure is empty
    where the author took it away.
    """

    measure: str
    sense: Sense
    number: int

    @property
    def rule(self) -> str:
        if self.sense is Sense.AHEAD:
            return f"{lead_key(self.measure)} >= {self.number}"
        sign = "<" if self.sense is Sense.BELOW else ">="
        return f"{self.measure} {sign} {self.number}"


@dataclass(frozen=True)
class ResultOutline:
    """One result. `own` is a rule that is no sentence of this kind, kept as the author wrote it;
    `id` is empty for a new one.
    """

    name: str
    text: str
    clauses: tuple[Clause, ...] = ()
    own: str = ""
    id: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name.strip() or self.text.strip() or self.own)


Row = Profile | Reading


def rows(body: AssessmentBody) -> Sequence[Row]:
    """What readers are told apart by: profiles where there are some, else readings."""
    if body.profiles:
        return body.profiles
    return [row for row in body.readings if not row.too_little]


def outcomes(body: AssessmentBody) -> list[ResultOutline]:
    """The results in their order; the last is for everybody else."""
    outlines = []
    for row in rows(body):
        text = row.summary if isinstance(row, Profile) else row.text
        clauses = () if row.when == EVERYBODY else _clauses(body, row.when)
        own = row.when if clauses is None else ""
        outlines.append(ResultOutline(row.name, text, clauses or (), own, row.id))
    return outlines


def with_outcomes(
    body: AssessmentBody, wanted: Sequence[ResultOutline], *, language: str
) -> AssessmentBody:
    """The same with these results; those without name and text are left out, but for the last. What
    is added for those who answered too little speaks a language.
    """
    *before, last = wanted
    chosen = [row for row in before if not row.is_empty] + [last]
    ahead = [c.measure for row in chosen for c in row.clauses if c.sense is Sense.AHEAD]
    body = with_leads(body, ahead)
    model: type[Row] = Profile if body.profiles else Reading
    by_id = {row.id: row for row in rows(body)}
    taken = {reading.key for reading in body.readings} | {profile.key for profile in body.profiles}
    made: list[Row] = []
    for outcome in chosen:
        row = by_id.get(outcome.id)
        if row is None:
            row = model(key=made_key(outcome.name, taken, otherwise="result"))
            taken.add(row.key)
        when = EVERYBODY if outcome is last else _rule(outcome)
        shape = {"name": outcome.name.strip(), "when": when}
        shape["summary" if isinstance(row, Profile) else "text"] = outcome.text
        made.append(row.model_copy(update=shape))
    if body.profiles:
        return kept_true(body.model_copy(update={"profiles": made}))
    first = [reading for reading in body.readings if reading.too_little] or [
        too_little(body, *wording.too_little(language))
    ]
    return kept_true(body.model_copy(update={"readings": [*first, *made]}))


def _rule(outcome: ResultOutline) -> str:
    rules = [clause.rule for clause in outcome.clauses if clause.measure]
    return " and ".join(rules) or outcome.own


def _clauses(body: AssessmentBody, when: str) -> tuple[Clause, ...] | None:
    """A rule as sentences; None where it says more than they can."""
    if not when:
        return ()
    try:
        condition = rule_parser.parse(when)
    except Refused:
        return None
    parts = condition.joined if isinstance(condition, All) else (condition,)
    clauses = tuple(_sentences(body, parts))
    return clauses if len(clauses) == len(parts) else None


def _sentences(body: AssessmentBody, parts: Sequence[Condition]) -> Iterator[Clause]:
    scales = {scale.key for scale in body.scales}
    leads = {
        measure.key: measure.of.split(",")[0].strip()
        for measure in body.measures
        if is_lead(measure)
    }
    names = rule_names(body)
    for part in parts:
        if not isinstance(part, Compares) or part.number.denominator != 1:
            continue
        number = int(part.number)
        if part.name in leads and part.sign == ">=" and leads[part.name] in scales:
            yield Clause(leads[part.name], Sense.AHEAD, number)
        elif part.name in scales and part.sign in (">=", "<"):
            sense = Sense.BELOW if part.sign == "<" else Sense.AT_LEAST
            yield Clause(part.name, sense, number)
        elif part.name not in names:  # a measure that is gone: its place is to be filled anew
            sense = Sense.BELOW if part.sign == "<" else Sense.AT_LEAST
            yield Clause("", sense, number)
