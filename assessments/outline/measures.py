"""What the questions measure: each measure a name, the questions that count for it, and which of
them the other way round. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assessments.outline.answer_scales import ANSWER_SCALES
from assessments.outline.keys import made_key, rule_names
from assessments.outline.questions import answer_scale, rated_questions
from assessments.schema import AssessmentBody
from assessments.schema.rules import Reading
from assessments.schema.scales import Combination, Group, Measure, Scale

TOO_LITTLE = "too_little"
"""The reading that `with_measures` keeps: it holds where a measure has too few answers."""


@dataclass(frozen=True)
class MeasureOutline:
    """One measure; `counts` says of each question (by its id) whether it counts the other way
    round. `id` is empty for a new one, `key` is what rules call it.
    """

    name: str
    counts: Mapping[str, bool] = field(default_factory=dict)
    id: str = ""
    key: str = ""


def measures(body: AssessmentBody) -> list[MeasureOutline]:
    outlines = []
    for scale in body.scales:
        counted = [question for question in rated_questions(body) if question.scale == scale.key]
        counts = {question.id: question.reverse for question in counted}
        outlines.append(MeasureOutline(scale.name, counts, scale.id, scale.key))
    return outlines


def with_measures(
    body: AssessmentBody, wanted: Sequence[MeasureOutline], *, language: str
) -> AssessmentBody:
    """The same with these measures; one without a name and without questions is left out. New ones
    speak a language.
    """
    by_id = {scale.id: scale for scale in body.scales}
    taken, groups = rule_names(body), list(body.groups) or [Group(key="all")]
    bar = (answer_scale(body) or ANSWER_SCALES[0]).bar_in(language)
    counts: dict[str, tuple[str, bool]] = {}
    scales: list[Scale] = []
    for measured in wanted:
        if not measured.name.strip() and not measured.counts:
            continue
        scale = by_id.get(measured.id) or _new_scale(measured.name, taken, groups[0].key, bar)
        taken.add(scale.key)
        scales.append(_named(scale, measured))
        counts |= {
            question_id: (scale.key, reverse) for question_id, reverse in measured.counts.items()
        }
    rated = {question.id for question in rated_questions(body)}
    questions = []
    for question in body.questions:
        if question.id in rated:
            key, reverse = counts.get(question.id, ("", False))
            question = question.model_copy(update={"scale": key, "reverse": reverse})
        questions.append(question)
    changed = {"questions": questions, "scales": scales, "groups": groups}
    return kept_true(body.model_copy(update=changed))


def _new_scale(name: str, taken: set[str], group: str, bar: tuple[str, str, str]) -> Scale:
    key = made_key(name, taken, otherwise="measure")
    low, middle, high = bar
    return Scale(key=key, group=group, low=low, middle=middle, high=high, minimum=0)


def _named(scale: Scale, measured: MeasureOutline) -> Scale:
    """With its name; it counts from half of its questions on, unless the author said when."""
    minimum, count = scale.minimum, len(measured.counts)
    if not 1 <= minimum <= count:
        minimum = (count + 1) // 2
    return scale.model_copy(update={"name": measured.name.strip(), "minimum": minimum})


def kept_true(body: AssessmentBody) -> AssessmentBody:
    """What follows from the measures there are: how far each is ahead, and who answered too little;
    only what was made here.
    """
    keys = [scale.key for scale in body.scales]
    combined = []
    for measure in body.measures:
        if is_lead(measure):
            if measure.of.split(",")[0].strip() not in keys or len(keys) < 2:
                continue
            measure = measure.model_copy(update={"of": lead_of(keys, measure.of.split(",")[0])})
        combined.append(measure)
    when = " or ".join(f"{key} == nil" for key in keys)
    readings = [
        rule.model_copy(update={"when": when}) if rule.key == TOO_LITTLE and when else rule
        for rule in body.readings
    ]
    return body.model_copy(update={"measures": combined, "readings": readings})


def lead_of(keys: Sequence[str], first: str) -> str:
    """What a lead is made of: the one that is ahead, then all others."""
    first = first.strip()
    return ", ".join([first, *(key for key in keys if key != first)])


def is_lead(measure: Measure) -> bool:
    """Whether it was made here, to say how far a measure is ahead of all others."""
    first = measure.of.split(",")[0].strip()
    return measure.kind is Combination.LEAD and measure.key == lead_key(first)


def lead_key(key: str) -> str:
    return f"{key}_ahead"


def with_leads(body: AssessmentBody, wanted: Sequence[str]) -> AssessmentBody:
    """The same, with how far each of these measures is ahead of the others."""
    keys, there = [scale.key for scale in body.scales], {lead.key for lead in body.measures}
    new = [
        Measure(key=lead_key(key), kind=Combination.LEAD, of=lead_of(keys, key))
        for key in dict.fromkeys(wanted)
        if lead_key(key) not in there
    ]
    return body.model_copy(update={"measures": [*body.measures, *new]})


def too_little(body: AssessmentBody, name: str, text: str) -> Reading:
    """The reading of whoever left too much open."""
    when = " or ".join(f"{scale.key} == nil" for scale in body.scales) or "false"
    return Reading(key=TOO_LITTLE, name=name, text=text, when=when, too_little=True)
