"""The author's desk for this room: the assessment, the passages, and what people answered."""

from assessments.admin.answers import AttemptAdmin, EditionAdmin
from assessments.admin.assessment import AssessmentAdmin
from assessments.admin.passages import PassageAdmin
from assessments.admin.questions import QuestionAdmin

__all__ = ["AssessmentAdmin", "AttemptAdmin", "EditionAdmin", "PassageAdmin", "QuestionAdmin"]
