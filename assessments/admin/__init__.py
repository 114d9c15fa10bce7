"""The author's desk for this app: the assessment, the passages, and what people answered."""

from assessments.admin.assessment import AssessmentAdmin
from assessments.admin.attempts import AttemptAdmin
from assessments.admin.passages import PassageAdmin

__all__ = ["AssessmentAdmin", "AttemptAdmin", "PassageAdmin"]
