"""How far people came, by what brought them: each step, counted by source or by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, F, Model, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assessments.models import Attempt
from consultations.models import Booking
from contacts.models import Contact
from guides.models import GuideCopy
from mail.known_facts import came_by
from offers.models import LookCount, Source
from offers.models.sources import named

MOST_SHOWN = 50
LOOKED = "looked"


@dataclass(frozen=True)
class SourceQuery:
    """What a table of sources is asked: of the last `days`, of one offer, of one piece, by the
    `first` touch or the `last`, a row for each source or for each piece (`by`).
    """

    days: int = 30
    offer: int | None = None
    piece: str = ""
    touch: str = "last"
    by: str = "source"


@dataclass(frozen=True)
class CountedStep:
    """One step of the way: its rows, the moment that counts, where their first and last touch
    stand, and which of them are of an offer.
    """

    key: str
    model: type[Model]
    moment: str
    first: str
    last: str
    of_offer: Callable[[int], Q]
    only: Q = field(default_factory=Q)


SourceRow = tuple[str, tuple[int, ...]]
"""One source or piece, and how many came how far by it, in the order of `titles`."""


def _person_of(offer: int) -> Q:
    """The hours of those who came by an offer: an hour for all offers is of each of theirs."""
    people = Contact.objects.filter(came_by(offer)).order_by().values("pk")
    return Q(meeting__offer=offer) | Q(meeting__offer=None, contact__in=people)


STEPS = (
    CountedStep(
        *("started", Attempt, "started_at", "first_source", "source"),
        of_offer=lambda offer: Q(assessment__offer=offer),
    ),
    CountedStep(
        *("finished", Attempt, "finished_at", "first_source", "source"),
        of_offer=lambda offer: Q(assessment__offer=offer),
    ),
    CountedStep(
        *("guide", GuideCopy, "requested_at", "attempt__first_source", "attempt__source"),
        of_offer=lambda offer: Q(guide__offer=offer),
    ),
    CountedStep("confirmed", Contact, "confirmed_at", "first_source", "last_source", came_by),
    CountedStep("booked", Booking, "booked_at", "first_source", "source", _person_of),
    CountedStep(
        *("done", Booking, "starts_at", "first_source", "source", _person_of),
        only=Q(state=Booking.State.DONE),
    ),
)


def titles() -> dict[str, str]:
    """The steps by their keys, in the order of the way."""
    return {
        LOOKED: _("Looked"),
        "started": _("Started"),
        "finished": _("Finished"),
        "guide": _("Guide"),
        "confirmed": _("Confirmed"),
        "booked": _("Booked"),
        "done": _("Took place"),
    }


def source_rows(query: SourceQuery, *, now: datetime) -> list[SourceRow]:
    """Every source or piece by which somebody came, those that led furthest first; one question
    for all steps.
    """
    start = now - timedelta(days=query.days)
    parts = [_counted(step, query, start, now) for step in STEPS]
    places: dict[str, dict[str, int]] = {}
    for key, place, count in _looks(query, start, now).union(*parts, all=True).order_by():
        steps = places.setdefault(place, {})
        steps[key] = steps.get(key, 0) + count
    rows = [
        (place, tuple(steps.get(key, 0) for key in titles())) for place, steps in places.items()
    ]
    rows.sort(key=lambda row: (*(-count for count in reversed(row[1])), row[0]))
    words = _piece_words if query.by == "piece" else named
    return [(words(place), counts) for place, counts in rows]


def shortened(rows: list[SourceRow]) -> list[SourceRow]:
    """The first of very many, the rest added up in one row."""
    rest = rows[MOST_SHOWN:]
    return [*rows[:MOST_SHOWN], (_("all further ones"), total(rest))] if rest else rows


def total(rows: Iterable[SourceRow]) -> tuple[int, ...]:
    """The sum of each step."""
    return tuple(map(sum, zip(*(counts for _words, counts in rows), strict=True)))


def _piece_words(piece: str) -> str:
    return str(dict(Source.Piece.choices).get(piece, named("")))


def _looks(query: SourceQuery, start: datetime, end: datetime) -> QuerySet[Any]:
    rows = LookCount.objects.filter(day__gt=start.date(), day__lte=end.date())
    if query.offer:
        rows = rows.filter(offer=query.offer)
    if query.piece:
        rows = rows.filter(piece=query.piece)
    column = "piece" if query.by == "piece" else "name"
    return _grouped(rows, LOOKED, column, Sum("count"))


def _counted(
    step: CountedStep, query: SourceQuery, start: datetime, end: datetime
) -> QuerySet[Any]:
    source = step.first if query.touch == "first" else step.last
    span = {f"{step.moment}__gte": start, f"{step.moment}__lt": end}
    rows = step.model._default_manager.filter(step.only, **span)
    if query.offer:
        rows = rows.filter(step.of_offer(query.offer))
    if query.piece:
        rows = rows.filter(**{f"{source}__piece": query.piece})
    column = "piece" if query.by == "piece" else "name"
    return _grouped(rows, step.key, f"{source}__{column}", Count("pk"))


def _grouped(rows: QuerySet[Any], key: str, column: str, count: Count | Sum) -> QuerySet[Any]:
    # Columns of a union are matched by their place: each part names the same three.
    places = rows.order_by().annotate(
        step_=Value(key, CharField()), came_by_=Coalesce(F(column), Value(""))
    )
    counts: QuerySet[Any] = places.values("step_", "came_by_").annotate(number=count)
    return counts.values_list("step_", "came_by_", "number")
