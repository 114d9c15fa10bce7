"""A copy's row and its answers, as the pure modules want them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.urls import reverse

from assessments.models import Attempt
from contacts.links import absolute
from guides import content, readers
from guides.blocks import Medium
from guides.content import Document
from guides.models import GuideCopy
from guides.readers import Reader
from guides.typography import written


def reader_of(attempt: Attempt, *, first_name: str, zone: str, paper: str, at: datetime) -> Reader:
    """The reader behind an attempt; `at` is dated in their zone."""
    return readers.reader(
        attempt.definition,
        attempt.outcome,
        facts=attempt.facts,
        names=attempt.names,
        first_name=first_name,
        date=written(at.astimezone(_zone(zone)).date(), paper=paper),
        urls=addresses(attempt.definition.slug),
    )


def addresses(slug: str) -> dict[str, str]:
    """The links a guide may carry: none of them holds a token."""
    return {
        "book_url": absolute("/book/"),
        "retake_url": absolute(reverse("assessment:start", args=[slug])),
        "site_url": absolute("/"),
        "guide_url": absolute("/"),
    }


def document_of(copy: GuideCopy, *, medium: Medium, named: bool = True) -> Document:
    """The words of a copy, from its own version."""
    reader = reader_of(
        copy.attempt,
        first_name=copy.first_name if named else "",
        zone=copy.zone,
        paper=copy.paper,
        at=copy.requested_at,
    )
    return content.document(copy.edition.frozen, reader, medium)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
