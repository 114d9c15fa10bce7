"""Who came by an offer: known by apps that mail does not know, each of which says so in its
`AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

People = Callable[[int], QuerySet[Any, Any]]
_known: dict[str, People] = {}


def register(name: str, people: People) -> None:
    """Say who took part in an offer, by its id: a query of the ids of contacts."""
    _known[name] = people


def came_by(offer: int) -> Q:
    """The contacts that took part in an offer in any way."""
    by_any = Q(pk__in=())
    for people in _known.values():
        by_any |= Q(pk__in=people(offer))
    return by_any
