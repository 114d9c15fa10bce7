"""Other words for a document, as its author would save or publish them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from assessments.models import Passage
from assessments.schema import Cell
from publishing import actions
from publishing.models import Document

MADE = datetime.fromisoformat("2026-11-01T08:00Z")


def reword(
    document: Document, *, is_published: bool = False, now: datetime = MADE, **words: object
) -> None:
    actions.save(document, body=document.read().model_copy(update=words), now=now)
    if is_published:
        actions.publish(document, now=now)


def write_passage(*, passage: Passage, cells: Mapping[str, str], now: datetime) -> None:
    """Change some texts of a passage; an empty one is none."""
    body = passage.body
    texts = {cell: text for cell, text in {**body.texts(), **cells}.items() if text.strip()}
    known = {cell.id: cell for cell in body.cells}  # with what each rests on
    written = [
        known.get(key, Cell(id=key)).model_copy(update={"text": texts[key]}) for key in texts
    ]
    changed = body.model_copy(update={"cells": written})
    actions.save(passage, body=changed, now=now)
