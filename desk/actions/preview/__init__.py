"""How an unsaved text would look to a reader, by the rooms' own code. Nothing is saved here."""

from __future__ import annotations

from datetime import datetime

from desk import texts
from desk.actions.preview import guide, passage, result
from desk.actions.preview.outcome import EditedText, PreviewOutcome
from desk.actions.preview.samples import Person, people, person
from publishing.kinds import known_kind

__all__ = ["EditedText", "Person", "PreviewOutcome", "look", "people", "person"]


def look(asked: EditedText, *, now: datetime) -> PreviewOutcome | None:
    """The faults of a text, or the page it becomes; None for a box that holds none of ours."""
    text, kind = texts.text_of(asked.label, asked.name), known_kind(asked.label)
    if text is None or (kind is not None and kind.preview is not None):
        return None
    if text.page == "guide":
        return guide.look(asked, now=now)
    if text.page == "passage":
        return passage.look(asked, now=now)
    return result.look(asked, now=now)
