"""A system letter in the words of one offer, which stand before those for all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mail.models import SystemLetter
from mail.system_letters import words
from offers.models import Offer
from publishing import actions as publishing


def without_own(draft: SystemLetter) -> QuerySet[Offer]:
    """The offers that have no words of their own for this letter; none for a letter to the author,
    who reads one for all of them.
    """
    if words(draft.key).to_author:
        return Offer.objects.none()
    own = SystemLetter.objects.filter(key=draft.key).exclude(offer=None)
    return Offer.objects.exclude(pk__in=own.values("offer"))


def own_words(draft: SystemLetter, *, offer: Offer, by: Any = None, now: datetime) -> SystemLetter:
    """A draft for one offer that says the same; until it is published the words for all go out."""
    columns: dict[str, Any] = {"key": draft.key, "name": draft.name, "purpose": draft.purpose}
    return publishing.copy(draft, offer=offer, by=by, now=now, **columns)
