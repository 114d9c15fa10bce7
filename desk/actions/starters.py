"""Which texts still say what the starter content says: hers to change, whenever she likes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings

import assessments.starter
import courses.starter
import guides.starter
import mail.starter
from practice.once import kept

UNTOUCHED: Mapping[str, Callable[[Path], set[int]]] = {
    "assessments.assessment": assessments.starter.untouched_drafts,
    "assessments.passage": assessments.starter.untouched,
    "guides.section": guides.starter.untouched,
    "courses.lesson": courses.starter.untouched,
    "mail.systemletter": mail.starter.untouched,
}


def untouched(label: str) -> set[int]:
    """The ids of a model's rows that still say what the starter said."""
    look = UNTOUCHED.get(label)
    return kept(f"untouched {label}", lambda: look(settings.CONTENT_DIR)) if look else set()


def count() -> int:
    """How many texts still say what the starter said."""
    return sum(len(untouched(label)) for label in UNTOUCHED)
