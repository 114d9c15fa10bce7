"""What will be tidied away in the next days, seen ahead: the same question as tidying asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from assessments.models import Attempt
from contacts.models import Contact
from contacts.personal_data import entries, leaving
from desk.actions.count_each import count_each

AHEAD = timedelta(days=7)
MOST = 500


def ahead(*, now: datetime) -> dict[str, int]:
    """How many `people` and unfinished answer `sheets` go within a week."""
    return count_each(leaving_rows(now=now))


def leaving_rows(*, now: datetime) -> dict[str, QuerySet[Any]]:
    """The rows that are counted so."""
    return {"people": leaving(at=now + AHEAD), "sheets": unfinished(at=now + AHEAD)}


def unfinished(*, at: datetime) -> QuerySet[Attempt]:
    """Answers nobody finished that go by that moment."""
    return Attempt.objects.unfinished_since(at - timedelta(days=settings.KEEP_UNFINISHED_DAYS))


def people(*, now: datetime) -> list[Contact]:
    """Who goes within a week, the longest here first."""
    return list(leaving(at=now + AHEAD)[:MOST])


def keepers() -> Iterator[str]:
    """What keeps somebody here who never confirmed, in words, from the register."""
    return (str(entry.keeps.because) for entry in entries() if entry.keeps)
