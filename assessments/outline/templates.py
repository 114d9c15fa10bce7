"""What a new assessment may begin with: nothing, or a way from answers to results. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assessments.outline import wording
from assessments.outline.answer_scales import ANSWER_SCALES
from assessments.outline.measures import MeasureOutline, with_measures
from assessments.outline.questions import with_answer_scale
from assessments.outline.results import Clause, ResultOutline, Sense, with_outcomes
from assessments.schema import AssessmentBody

HIGH, LOW, CLEARLY = 67, 34, 10


def blank(title: str, language: str) -> AssessmentBody:
    body = AssessmentBody(
        title=title,
        start=wording.start(language),
        safety=wording.safety(language),
    )
    return with_answer_scale(body, ANSWER_SCALES[0], language=language)


def two_sides(title: str, language: str) -> AssessmentBody:
    """One leaning of two."""
    side, other, first, second, both = wording.two_sides(language)
    body = with_measures(
        blank(title, language), [MeasureOutline(side), MeasureOutline(other)], language=language
    )
    a, b = (scale.key for scale in body.scales)
    return with_outcomes(
        body,
        [
            ResultOutline(first, "", (Clause(a, Sense.AHEAD, CLEARLY),)),
            ResultOutline(second, "", (Clause(b, Sense.AHEAD, CLEARLY),)),
            ResultOutline(both, ""),
        ],
        language=language,
    )


def bands(title: str, language: str) -> AssessmentBody:
    """Bands of one score."""
    name, high, middle, low = wording.bands(language)
    body = with_measures(blank(title, language), [MeasureOutline(name)], language=language)
    (key,) = (scale.key for scale in body.scales)
    return with_outcomes(
        body,
        [
            ResultOutline(high, "", (Clause(key, Sense.AT_LEAST, HIGH),)),
            ResultOutline(middle, "", (Clause(key, Sense.AT_LEAST, LOW),)),
            ResultOutline(low, ""),
        ],
        language=language,
    )


def types(title: str, language: str) -> AssessmentBody:
    """A type by most points."""
    *names, nobody = wording.types(language)
    body = with_measures(
        blank(title, language), [MeasureOutline(name) for name in names], language=language
    )
    typed = [
        ResultOutline(scale.name, "", (Clause(scale.key, Sense.AHEAD, CLEARLY),))
        for scale in body.scales
    ]
    return with_outcomes(body, [*typed, ResultOutline(nobody, "")], language=language)


TEMPLATES: Mapping[str, Callable[[str, str], AssessmentBody]] = {
    "blank": blank,
    "sides": two_sides,
    "bands": bands,
    "types": types,
}
"""The ways to begin by key; each makes a body of a title and a language."""
