"""Every change of offers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from offers import files
from offers.models import Offer


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
    said = files.read(folder)
    return Offer.objects.filter(slug=said["slug"]).first() if said else None


def ensure(folder: Path, *, now: datetime) -> Offer | None:
    """The offer whose content lies in a folder, made if it is not there; None: it is for all."""
    return of_folder(folder) or load(folder, now=now)


def load(folder: Path, *, now: datetime) -> Offer | None:
    """Make or change the offer as the folder's file says; None for a folder of all."""
    said = files.read(folder)
    if said is None:
        return None
    offer = of_folder(folder) or Offer(slug=said["slug"], made_at=now)
    for name, value in said.items():
        setattr(offer, name, value)
    return save(offer)


def differences(folder: Path) -> list[str]:
    """One line for each column that the file says otherwise."""
    said = files.read(folder)
    if said is None:
        return []
    offer = of_folder(folder)
    if offer is None:
        return [f"offer {said['slug']}: new"]
    here = said_of(offer)
    return [f"offer {offer.slug}: {name}" for name, value in said.items() if here[name] != value]


def said_of(offer: Offer) -> Mapping[str, Any]:
    """An offer as its file says it."""
    return {name: getattr(offer, name) for name in files.COLUMNS}
