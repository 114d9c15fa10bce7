"""An assessment's draft, changed in a line: each saves a revision, as the author would."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assessments.models import Assessment
from assessments.schema import AssessmentBody
from publishing import actions
from publishing.files import from_plain
from publishing.schema import Item
from tests.conftest import MOMENT
from tests.offers import an_offer


def item(body: AssessmentBody, name: str, key: str) -> Any:
    return next(one for one in getattr(body, name) if one.key == key)


def rewrite(assessment: Assessment, *, now: datetime = MOMENT, **fields: Any) -> None:
    """Other values for fields of the draft."""
    body = type(assessment.body).model_validate(assessment.body.model_dump() | fields)
    actions.save(assessment, body=body, now=now)


def rewrite_item(assessment: Assessment, within: str, called: str, /, **fields: Any) -> None:
    """Other values for fields of one item, told by its key."""
    body = assessment.body
    for field, value in fields.items():
        setattr(item(body, within, called), field, value)
    actions.save(assessment, body=body, now=MOMENT)


def remove_item(assessment: Assessment, name: str, key: str) -> None:
    kept = [one for one in getattr(assessment.body, name) if one.key != key]
    rewrite(assessment, **{name: kept})


def add_items(assessment: Assessment, name: str, *items: Item) -> None:
    rewrite(assessment, **{name: [*getattr(assessment.body, name), *items]})


def published_as(body: dict[str, Any], *, now: datetime) -> Assessment:
    """A body as a published version, whatever its checks would say."""
    beside = ("slug", "language", "passages")
    said = {name: value for name, value in body.items() if name not in beside}
    offer = an_offer(body["slug"], language=body.get("language", "en"))
    typed = from_plain(AssessmentBody, said)
    assessment = actions.create(Assessment(slug=body["slug"], offer=offer), body=typed, now=now)
    actions.freeze(assessment, now=now)
    return assessment
