"""Guides, copies of them, and the askings for them, by their thought.

Courses, letters and answers live in their own apps; here is only what becomes a document.
"""

from guides.models.copies import GuideCopy
from guides.models.guides import Guide, frozen_guide
from guides.models.requests import MADE, GuideRequest, LinkRequest

__all__ = ["MADE", "Guide", "GuideCopy", "GuideRequest", "LinkRequest", "frozen_guide"]
