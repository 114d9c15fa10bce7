"""Sections of the starter guide, written anew in a test."""

from __future__ import annotations

from datetime import datetime

from guides.models import Guide
from guides.schema import Section
from publishing import actions


def section(guide: Guide, key: str) -> Section:
    return next(one for one in guide.body.sections if one.key == key)


def write(guide: Guide, key: str, /, *, now: datetime, **fields: object) -> Guide:
    """Save the draft with other words in one section."""
    guide.refresh_from_db()
    rows = [one.model_copy(update=fields) if one.key == key else one for one in guide.body.sections]
    actions.save(guide, body=guide.body.model_copy(update={"sections": rows}), now=now)
    return guide
