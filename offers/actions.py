"""Every change of offers, of the sources their visitors come from and of daily looks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from offers import files, sources
from offers.models import LookCount, Offer, Source

A_DAY = timedelta(days=1)
KEEP_LOOKS = timedelta(days=2 * 365)
KEEP_UNUSED = timedelta(days=30)
MOST_A_DAY = 200
"""So many new sources a day, and so many lines of looks of an offer."""


@transaction.atomic
def save(offer: Offer) -> Offer:
    """Save an offer; where it is home, the one that was home is so no more."""
    if offer.is_home:
        # Before the new one: a unique constraint allows one home at any moment.
        Offer.objects.filter(is_home=True).exclude(pk=offer.pk).update(is_home=False)
    offer.save()
    return offer


def of_folder(folder: Path) -> Offer | None:
    """The offer whose content lies in a folder; None where it is for all, or is not there yet."""
    columns = files.read(folder)
    return Offer.objects.filter(slug=columns["slug"]).first() if columns else None


def ensure(folder: Path, *, now: datetime) -> Offer | None:
    """The offer whose content lies in a folder, made if it is not there; None: it is for all."""
    return of_folder(folder) or load(folder, now=now)


def load(folder: Path, *, now: datetime) -> Offer | None:
    """Make or change the offer as the folder's file says; None for a folder of all."""
    columns = files.read(folder)
    if columns is None:
        return None
    offer = of_folder(folder) or Offer(slug=columns["slug"], made_at=now)
    for name, value in columns.items():
        setattr(offer, name, value)
    return save(offer)


def differences(folder: Path) -> list[str]:
    """One line for each column that the file says otherwise."""
    columns = files.read(folder)
    if columns is None:
        return []
    offer = of_folder(folder)
    if offer is None:
        return [f"offer {columns['slug']}: new"]
    here = said_of(offer)
    return [f"offer {offer.slug}: {name}" for name, value in columns.items() if here[name] != value]


def said_of(offer: Offer) -> Mapping[str, Any]:
    """An offer as its file says it."""
    return {name: getattr(offer, name) for name in files.COLUMNS}


@transaction.atomic
def keep_source(source: Source, *, now: datetime) -> Source:
    """The row of a source that a request told, made where it is new. A day takes in 200 new ones;
    whoever comes by a further one came from “other places”.
    """
    rows = Source.objects.filter(fingerprint=source.fingerprint)
    row = rows.first()
    if row is not None:
        return row
    if Source.objects.filter(made_at__gt=now - A_DAY).count() >= MOST_A_DAY:
        source = Source(piece=source.piece, utm_source=sources.OTHER).sealed()
    values = {**source.carried, "name": source.name, "made_at": now}
    # Two who come first at once: the unique fingerprint lets one make the row, the other finds it.
    return Source.objects.get_or_create(fingerprint=source.fingerprint, defaults=values)[0]


def count_look(*, offer: Offer | None, source: Source, now: datetime) -> None:
    """Add one to the day's looks. A day has room for 200 lines of an offer: a new one takes the
    place of the smallest, which is counted among the others from then on, so that places from
    which many come keep theirs, however many strange ones are made up.
    """
    day = now.date()
    line = {"day": day, "offer": offer, "piece": source.piece, "name": source.name}
    # One statement, so that two visitors at once are both counted.
    if LookCount.objects.filter(**line).update(count=F("count") + 1):
        return
    if source.name != sources.OTHER:
        _make_room(day, offer)
    _add(line, 1)


@transaction.atomic
def _make_room(day: date, offer: Offer | None) -> None:
    of_day = LookCount.objects.filter(day=day, offer=offer).exclude(name=sources.OTHER)
    surplus = of_day.count() - MOST_A_DAY + 1
    if surplus <= 0:
        return
    # Two visitors at once fold two different lines. A line that is counted at this moment is
    # counted first, or not found any more and made anew.
    smallest = of_day.select_for_update(skip_locked=True).order_by("count", "pk")
    gone: dict[str, int] = {}
    for look in smallest[:surplus]:
        gone[look.piece] = gone.get(look.piece, 0) + look.count
        look.delete()
    for piece, number in sorted(gone.items()):
        _add({"day": day, "offer": offer, "piece": piece, "name": sources.OTHER}, number)


def _add(line: Mapping[str, Any], number: int) -> None:
    look, created = LookCount.objects.get_or_create(**line, defaults={"count": number})
    if not created:
        LookCount.objects.filter(pk=look.pk).update(count=F("count") + number)


def forget_old(*, now: datetime) -> int:
    """Delete looks of long ago, and sources by which nobody who is still here came; returns how
    many of both.
    """
    looks, _by_model = LookCount.objects.filter(day__lt=(now - KEEP_LOOKS).date()).delete()
    unused = Source.objects.filter(made_at__lt=now - KEEP_UNUSED)
    # Whatever points to a source, of apps this one does not know.
    for relation in Source._meta.get_fields(include_hidden=True):
        if relation.one_to_many:
            rows = relation.related_model._default_manager.order_by()  # type: ignore[union-attr]
            unused = unused.exclude(Exists(rows.filter(**{relation.field.name: OuterRef("pk")})))  # type: ignore[union-attr]
    sources_gone, _by_model = unused.delete()
    return looks + sources_gone
