"""What is known of people beside the fields they filled in, such as the course they are in: by apps
that mail does not know, each of which says so in its `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from offers.models import Offer


@dataclass(frozen=True)
class KnownFact:
    """A list each person has. `choices()` are all its keys with the author's words, or a query of
    both, all of which are read in one, as `words` has them. Of `rows()` the
    columns `contact` and `key` say whose a key is; the rows of all facts are read in one query.
    Several of one name are one list.
    """

    name: str
    label: Any
    choices: Callable[[], Mapping[str, str] | QuerySet[Any, Any]]
    rows: Callable[[], QuerySet[Any]]
    key: str
    contact: str = "contact_id"
    words: Callable[[str], str] = str


OFFER = "offer"
"""Of the fact that says by which offers somebody came: each app knows it of its own rows."""


def came_by(rows: Callable[[], QuerySet[Any]], offer: str) -> KnownFact:
    """That people came by an offer, the `slug` of which stands in a column of these rows."""
    return KnownFact(OFFER, _("came by the offer"), _offers, rows, offer)


def _offers() -> QuerySet[Any, Any]:
    return Offer.objects.values_list("slug", "name")


_known: list[KnownFact] = []


def register(*facts: KnownFact) -> None:
    """Say what an app knows of people; said twice it stands once."""
    _known.extend(fact for fact in facts if fact not in _known)


def known_facts() -> list[KnownFact]:
    return list(_known)
