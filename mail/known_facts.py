"""What is known of people beside the fields they filled in, such as the course they are in: by apps
that mail does not know, each of which says so in its `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
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


_SLUG = "__slug"


def offer_fact(rows: Callable[[], QuerySet[Any]], offer: str) -> KnownFact:
    """That people came by the offer to which a column of these rows points, where it does."""
    return KnownFact(
        OFFER,
        _("came by the offer"),
        _offers,
        lambda: rows().exclude(**{offer: None}),
        offer + _SLUG,
    )


def _offers() -> QuerySet[Any, Any]:
    return Offer.objects.values_list("slug", "name")


_known: list[KnownFact] = []


def register(*facts: KnownFact) -> None:
    """Say what an app knows of people; said twice it stands once."""
    _known.extend(fact for fact in facts if fact not in _known)


def came_by(offer: int) -> Q:
    """The contacts that came by the offer of this id in any way."""
    by_any = Q(pk__in=())
    for fact in _known:
        if fact.name == OFFER:
            rows = fact.rows().order_by().filter(**{fact.key.removesuffix(_SLUG): offer})
            by_any |= Q(pk__in=rows.values(fact.contact))
    return by_any


def known_facts() -> list[KnownFact]:
    return list(_known)
