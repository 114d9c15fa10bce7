"""From answers to a result, by the rules of a definition. Exact fractions; nothing is rounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.definition import Definition
from assessments.frozen import Answers, FrozenMeasure, Rule
from assessments.parser import ONE_ANSWER, SHOWN
from assessments.scale_scores import Score, points, scale_score
from writing.rules import Value

FAR_BELOW = Fraction(-1000)
"""Where a scale stands that does not count, beside those that have a border."""
TINY = Fraction(1, 1_000_000)
"""Less than any two different scores are apart, so that “fewer than” leaves out the border."""
FEW = 7
"""So many equal answers in a row of statements are not yet worth a remark."""


@dataclass(frozen=True)
class Result:
    """One sheet's result. A scale that does not count is None; so is the profile of not_enough."""

    scales: Mapping[str, Score]
    measures: Mapping[str, Score]
    reading: str
    profile: str | None
    step: str | None
    deeper: bool
    conditions: tuple[str, ...]
    notices: tuple[str, ...]
    slight: bool = False
    """Whether so little speaks for the profile that texts claim less."""
    close_to: str | None = None
    """The profile that a slight one is close to."""
    you_first: bool = False
    only_just: str = ""
    """“above” or “below”: whether a little more or a little less would have read otherwise."""

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, exact: a fraction is kept as "175/3"."""
        return {
            "scales": {key: _kept(score) for key, score in self.scales.items()},
            "measures": {key: _kept(score) for key, score in self.measures.items()},
            "reading": self.reading,
            "profile": self.profile,
            "step": self.step,
            "deeper": self.deeper,
            "conditions": list(self.conditions),
            "notices": list(self.notices),
            "slight": self.slight,
            "close_to": self.close_to,
            "you_first": self.you_first,
            "only_just": self.only_just,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Result:
        """What `as_json` made."""
        return cls(
            scales={key: _read(score) for key, score in data["scales"].items()},
            measures={key: _read(score) for key, score in data["measures"].items()},
            reading=data["reading"],
            profile=data["profile"],
            step=data["step"],
            deeper=data["deeper"],
            conditions=tuple(data["conditions"]),
            notices=tuple(data["notices"]),
            slight=data.get("slight", False),
            close_to=data.get("close_to"),
            you_first=data.get("you_first", False),
            only_just=data.get("only_just", ""),
        )


def _kept(score: Score) -> str | None:
    return None if score is None else str(score)


def _read(score: str | None) -> Score:
    return None if score is None else Fraction(score)


def score(definition: Definition, answers: Answers) -> Result:
    """The result of clean answers (see `answers`); a missing or open one does not count."""
    # What was answered before another answer hid its question does not count.
    if definition.branches:
        shown_keys = definition.visible(answers)
        answers = {key: answer for key, answer in answers.items() if key in shown_keys}
    parts = definition.parts
    scales = {scale.key: scale_score(scale, answers) for scale in parts.scales}
    others = _others(definition, answers)
    measures = _measures(definition, scales, others, answers)
    values = _values(definition, {**scales, **measures}, others, answers)
    reading = values["reading"] = _first(parts.readings, values)
    profile, slight, close_to = _leaning(definition, values, answers)
    values["profile"] = profile or "none"
    step, deeper = _step(definition, scales)
    return Result(
        scales=scales,
        measures=measures,
        reading=reading,
        profile=profile,
        step=step,
        deeper=deeper,
        conditions=_shown(others),
        notices=tuple(rule.key for rule in parts.notices if rule.when.holds(values)),
        slight=slight,
        close_to=close_to,
        you_first=parts.you_first is not None and parts.you_first.holds(values),
        only_just=_only_just(definition, scales, others, answers, reading=reading),
    )


def _values(
    definition: Definition,
    numbers: Mapping[str, Score],
    others: Mapping[str, Fraction],
    answers: Answers,
) -> dict[str, Value]:
    """What rules look at, before there is a reading."""
    values: dict[str, Value] = {
        q.key: q.kind.rule_value(answers.get(q.key)) for q in definition.questions_in_rules
    }
    values |= numbers
    values |= {SHOWN: len(_shown(others)), ONE_ANSWER: _one_answer(definition, answers)}
    return values


def band(definition: Definition, value: Score) -> str:
    """low, middle or high; none for a scale that does not count."""
    if value is None:
        return "none"
    low, high = definition.parts.bands
    return "low" if value < low else "high" if value >= high else "middle"


def _measures(
    definition: Definition,
    scales: Mapping[str, Score],
    others: Mapping[str, Fraction],
    answers: Answers,
) -> dict[str, Score]:
    scores: dict[str, Score] = dict(scales)
    for measure in definition.parts.measures:
        if measure.kind == "conditions":
            worths = [others[key] for key in measure.of if key in others]
            counts = len(worths) >= measure.minimum
            scores[measure.key] = sum(worths, Fraction(0)) if counts else None
        elif measure.kind == "count":
            scores[measure.key] = _count(definition, measure, answers)
        else:
            scores[measure.key] = _combined(measure, scores)
    return {measure.key: scores[measure.key] for measure in definition.parts.measures}


def _count(definition: Definition, measure: FrozenMeasure, answers: Answers) -> Score:
    """How many questions got an answer that is high enough, as it was given."""
    given = [
        definition.parts.questions[key].kind.rule_value(answer)
        for key in measure.of
        if (answer := answers.get(key)) is not None
    ]
    if len(given) < measure.minimum:
        return None
    least = measure.at_least
    return Fraction(sum(least is None or _reaches(value, least) for value in given))


def _reaches(value: Value, least: Fraction) -> bool:
    return isinstance(value, Fraction) and value >= least


def _combined(measure: FrozenMeasure, scores: Mapping[str, Score]) -> Score:
    counted = [value for name in measure.of if (value := scores[name]) is not None]
    if measure.borders:
        pairs = zip(measure.of, measure.borders, strict=True)
        first, *rest = (
            FAR_BELOW if (value := scores[name]) is None else value - border
            for name, border in pairs
        )
        return first - max(rest) if len(counted) >= measure.minimum else None
    if not counted or len(counted) < measure.minimum:
        return None
    if measure.kind == "lead":
        first_score = scores[measure.of[0]]
        others = [value for name in measure.of[1:] if (value := scores[name]) is not None]
        return first_score - max(others) if first_score is not None and others else None
    return max(counted) if measure.kind == "max" else sum(counted) / Fraction(len(counted))


def _others(definition: Definition, answers: Answers) -> dict[str, Fraction]:
    """The other reasons that got an answer: yes is one, somewhat a half, no nothing. Those that
    come first lead, then yes, then somewhat, in list order.
    """
    worths = {
        question.key: question.worths[answer]
        for question in definition.conditions
        if isinstance(answer := answers.get(question.key), str)
    }
    first = definition.parts.first_conditions
    return dict(sorted(worths.items(), key=lambda pair: (pair[0] not in first, -pair[1])))


def _shown(others: Mapping[str, Fraction]) -> tuple[str, ...]:
    return tuple(key for key, worth in others.items() if worth)


def _one_answer(definition: Definition, answers: Answers) -> bool:
    """Whether every statement answered got the very same answer, reverse ones included."""
    given = [answer for answer in map(answers.get, definition.rated) if answer is not None]
    return len(given) >= FEW and given.count(given[0]) == len(given)


def _first(rules: tuple[Rule, ...], values: Mapping[str, Value]) -> str:
    # Promise 7: there is one, for the last reading and profile are for everybody (`Parser`).
    return next(rule.key for rule in rules if rule.when.holds(values))


def _leaning(
    definition: Definition, values: Mapping[str, Value], answers: Answers
) -> tuple[str | None, bool, str | None]:
    """Which profile, whether only slightly, and which other it is close to then. None where there
    is too little to go on, or where none is to fit.
    """
    parts = definition.parts
    if values["reading"] in parts.too_little or not parts.profiles:
        return None, False, None
    if parts.no_profile is not None and parts.no_profile.holds(values):
        return None, False, None
    if parts.most_points:
        return _by_points(definition, answers)
    profile = next(profile for profile in parts.profiles if profile.when.holds(values))
    if profile.slight is None or not profile.slight.holds(values):
        return profile.key, False, None
    near = next((rule.key for rule in profile.close_to if rule.when.holds(values)), None)
    return profile.key, True, near


def _by_points(definition: Definition, answers: Answers) -> tuple[str, bool, str | None]:
    """The profile of the scale with most points; of equals, the earlier one."""
    scales = {scale.key: scale for scale in definition.parts.scales}
    ranked = {
        profile.key: points(scales[profile.key], answers) for profile in definition.parts.profiles
    }
    first, *rest = sorted(ranked, key=lambda key: -ranked[key])
    if not rest or ranked[first] - ranked[rest[0]] > definition.parts.slight_points:
        return first, False, None
    return first, True, rest[0]


def _only_just(
    definition: Definition,
    scales: Mapping[str, Score],
    others: Mapping[str, Fraction],
    answers: Answers,
    *,
    reading: str,
) -> str:
    """Whether less or more of one scale, by fewer points than the author said, reads otherwise."""
    key, within = definition.parts.only_just
    score = scales.get(key)
    if score is None or not within:
        return ""
    reach = within - TINY
    for side, moved in (
        ("below", max(score - reach, Fraction(0))),
        ("above", min(score + reach, Fraction(100))),
    ):
        near = {**scales, key: moved}
        numbers = near | _measures(definition, near, others, answers)
        values = _values(definition, numbers, others, answers)
        if _first(definition.parts.readings, values) != reading:
            return side
    return ""


def _step(definition: Definition, scales: Mapping[str, Score]) -> tuple[str | None, bool]:
    """The lowest counted of the steps, ties to the earlier; and whether all are high already."""
    counted = [(value, key) for key in definition.step_scales if (value := scales[key]) is not None]
    parts = definition.parts
    if not counted:
        return parts.step_otherwise or None, False
    lowest, key = min(counted, key=lambda pair: pair[0])
    return key, lowest >= parts.step_threshold and len(counted) >= parts.step_minimum
