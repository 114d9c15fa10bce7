"""What unsaved words would become. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from publishing.actions.publish import check
from publishing.kinds import Finding, Preview, PreviewReader, PreviewRequest, kind_of
from publishing.models import Document
from publishing.schema import Body
from writing.errors import Refused


def preview(
    document: Document,
    body: Body,
    *,
    place: str,
    reader: str = "",
    now: datetime,
    instead: Mapping[str, Body] | None = None,
) -> tuple[list[Finding], Preview]:
    """What stands against a body, and the page it would become for a sample reader (by key, else
    the first); an empty one where the place looked at has faults. `document` may be unsaved.
    """
    kind = kind_of(type(document))
    findings = check(document, body)
    if kind.preview is None or any(one.place == place for one in findings):
        return findings, Preview()
    request = PreviewRequest(_reader(list(kind.readers()), reader), place, now, instead or {})
    try:
        return findings, kind.preview(document, body, request)
    except Refused as refused:
        more = [Finding(place, fault.message, fault.line) for fault in refused.faults]
        return [*findings, *more], Preview()


def _reader(readers: list[PreviewReader], key: str) -> PreviewReader | None:
    return next((one for one in readers if one.key == key), readers[0] if readers else None)
