"""An earlier version becomes the draft again; what stood there is kept. Nothing is published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from desk import wholes
from desk.actions import drafts
from desk.actions.versions import Version, body_of, versions
from desk.models import Kept

Body = Mapping[str, Any]


@transaction.atomic
def restore(*, row: models.Model, version: Version, now: datetime) -> None:
    """Make the draft what the version says, once the present draft is kept."""
    drafts.forget_saved(row)
    _put_by(row, body_of(row), now)
    body = version.body
    if wholes.BOXES in body:
        _boxes(row, body[wholes.BOXES])


def keep(row: models.Model, before: Body, *, now: datetime) -> None:
    """Keep what a text said before it was saved."""
    saved = type(row)._default_manager.filter(pk=row.pk).first()
    if saved is not None and body_of(saved) != before:
        _put_by(saved, before, now)


def _put_by(row: models.Model, body: Body, now: datetime) -> None:
    """Among the versions, unless one says so already."""
    earlier = [version.body for version in versions(row) if not version.is_draft]
    if body not in earlier:
        label = row._meta.label_lower
        Kept.objects.create(label=label, row=str(row.pk), body=body, kept_at=now)


def _set(row: models.Model, values: Body) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _boxes(row: models.Model, boxes: Mapping[str, str]) -> None:
    """Single boxes, where the rows they stood in are still there."""
    for box, text in boxes.items():
        rows, _colon, rest = box.partition(":")
        pk, _colon, column = rest.partition(":")
        if not rest:
            _set(row, {box: text})
        else:
            getattr(row, rows).filter(pk=pk).update(**{column: text})
