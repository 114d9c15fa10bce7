"""The rows: assessments and passages, which are documents, and people's attempts."""

from assessments.models.assessments import Assessment, definition_of
from assessments.models.attempts import Attempt
from assessments.models.passages import Passage

__all__ = ["Assessment", "Attempt", "Passage", "definition_of"]
