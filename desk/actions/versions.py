"""Every published version of a text and what stood there before, as named texts to compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from desk import wholes
from desk.models import Kept

Body = Mapping[str, Any]
LABELS: tuple[str, ...] = ()
NOW = "now"
MOST_KEPT = 20
"""So many earlier states of one text are kept, besides everything that was published."""
LONGEST_KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Version:
    """One state of a row: published, kept from before, or the draft as it is now."""

    key: str
    title: str
    at: datetime | None
    body: Body
    is_published: bool = False

    @property
    def is_draft(self) -> bool:
        return self.key == NOW


def versions(row: models.Model) -> list[Version]:
    """The draft first, then everything before it, newest first."""
    before = sorted(_kept(row), key=lambda one: str(one.at), reverse=True)
    return [Version(NOW, _("The draft as it is saved now"), None, body_of(row)), *before]


def body_of(row: models.Model) -> Body:
    """What a version of this row holds, as it is saved now."""
    raise LookupError(row._meta.label_lower)


def forget_old(*, now: datetime, limit: int = 500) -> int:
    """Forget what was kept of a text beyond the newest, and what is a year old; at most `limit`."""
    rank = models.Window(RowNumber(), partition_by=("label", "row"), order_by=("-kept_at", "-pk"))
    rows = Kept.objects.order_by().annotate(rank=rank)
    gone = rows.filter(Q(rank__gt=MOST_KEPT) | Q(kept_at__lt=now - LONGEST_KEPT))
    ids = list(gone.values_list("pk", flat=True)[:limit])
    return Kept.objects.filter(pk__in=ids).delete()[0]


def texts(version: Version) -> dict[str, str]:
    """A version as named texts."""
    return dict(wholes.told(version.body))


def _kept(row: models.Model) -> Iterator[Version]:
    for kept in Kept.objects.filter(label=row._meta.label_lower, row=str(row.pk)):
        boxes = wholes.BOXES in kept.body
        title = _("Unsaved words from another page") if boxes else _("The draft as it was")
        yield Version(f"kept-{kept.pk}", title, kept.kept_at, kept.body)
