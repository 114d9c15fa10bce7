"""What is known of people beside the fields they filled in, such as the course they are in: by apps
that mail does not know, each of which says so in its `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class KnownFact:
    """A list each person has. `choices()` are all its keys with the author's words. Of `rows()` the
    columns `contact` and `key` say whose a key is; the rows of all facts are read in one query.
    """

    name: str
    label: Any
    choices: Callable[[], Mapping[str, str]]
    rows: Callable[[], QuerySet[Any]]
    key: str
    contact: str = "contact_id"


_known: dict[str, KnownFact] = {}


def register(*facts: KnownFact) -> None:
    """Say what an app knows of people; said twice it stands once."""
    for fact in facts:
        _known[fact.name] = fact


def known_facts() -> list[KnownFact]:
    return list(_known.values())
