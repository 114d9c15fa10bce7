"""The schemas of this app's documents. Pure."""

from assessments.schema.assessment import AssessmentBody, Mode
from assessments.schema.passages import Cell, PassageBody, passage_body

__all__ = ["AssessmentBody", "Cell", "Mode", "PassageBody", "passage_body"]
