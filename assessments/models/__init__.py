"""The rows: drafts the author edits, passages, frozen editions, and people's attempts."""

from assessments.models.draft import Assessment
from assessments.models.drafted import named_keys, result_texts
from assessments.models.passages import Passage
from assessments.models.published import Attempt, Edition
from assessments.models.questions import AnswerLabel, Choice, Page, Question
from assessments.models.rules import Group, Measure, Notice, Profile, Reading, Scale, Step
from assessments.models.texts import ConditionText, LandingItem

__all__ = [
    "AnswerLabel",
    "Assessment",
    "Attempt",
    "Choice",
    "ConditionText",
    "Edition",
    "Group",
    "LandingItem",
    "Measure",
    "Notice",
    "Page",
    "Passage",
    "Profile",
    "Question",
    "Reading",
    "Scale",
    "Step",
    "named_keys",
    "result_texts",
]
