"""Other words for a document, as its author would save or publish them."""

from __future__ import annotations

from datetime import datetime

from publishing import actions
from publishing.models import Document

MADE = datetime.fromisoformat("2026-11-01T08:00Z")


def reword(
    document: Document, *, is_published: bool = False, now: datetime = MADE, **words: object
) -> None:
    actions.save(document, body=document.read().model_copy(update=words), now=now)
    if is_published:
        actions.publish(document, now=now)
