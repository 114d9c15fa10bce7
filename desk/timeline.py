"""One person's timeline: everything that happened, newest first, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened; `more` is its exact wording, `url` the page behind it."""

    at: datetime
    kind: str
    words: str
    more: str = ""
    url: str = ""
    frame: str = ""


def ordered(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """Newest first; what happened at one moment stays in the order given."""
    return sorted(entries, key=lambda entry: entry.at, reverse=True)
