"""Sections of the starter guide, written anew in a test."""

from __future__ import annotations

from datetime import datetime

from guides.models import Guide
from guides.schema import Section
from publishing import actions


def section(guide: Guide, key: str) -> Section:
    return next(section for section in guide.body.sections if section.key == key)


def write(guide: Guide, key: str, /, *, now: datetime, **fields: object) -> Guide:
    """Save the draft with other words in one section."""
    guide.refresh_from_db()
    sections = [
        section.model_copy(update=fields) if section.key == key else section
        for section in guide.body.sections
    ]
    actions.save(guide, body=guide.body.model_copy(update={"sections": sections}), now=now)
    return guide
