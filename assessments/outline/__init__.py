"""An assessment as its author decides on it: what is asked, what it measures, who gets which
result. Pure. A body is read as these few things and made from them; what they cannot say (branches,
other kinds of question, combined numbers) stays in the body as it is.
"""

from assessments.outline.answer_scales import ANSWER_SCALES, AnswerScale
from assessments.outline.measures import MeasureOutline, measures, with_measures
from assessments.outline.missing import missing, unreached
from assessments.outline.questions import (
    answer_scale,
    lines,
    rated_questions,
    with_answer_scale,
    with_questions,
)
from assessments.outline.results import Clause, ResultOutline, Sense, outcomes, with_outcomes
from assessments.outline.templates import TEMPLATES, blank

__all__ = [
    "ANSWER_SCALES",
    "TEMPLATES",
    "AnswerScale",
    "Clause",
    "MeasureOutline",
    "ResultOutline",
    "Sense",
    "answer_scale",
    "blank",
    "lines",
    "measures",
    "missing",
    "outcomes",
    "rated_questions",
    "unreached",
    "with_answer_scale",
    "with_measures",
    "with_outcomes",
    "with_questions",
]
