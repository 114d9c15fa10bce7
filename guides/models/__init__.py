"""Guides, copies of them, and the askings for them, by their thought.

Courses, letters and answers live in their own rooms; here is only what becomes a document.
"""

from guides.models.copies import GuideCopy
from guides.models.guides import Guide, GuideEdition, Section
from guides.models.requests import GuideRequest, LinkRequest

__all__ = ["Guide", "GuideCopy", "GuideEdition", "GuideRequest", "LinkRequest", "Section"]
