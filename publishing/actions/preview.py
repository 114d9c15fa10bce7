"""What unsaved words would become. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, override

from practice.models import Practice
from publishing import places
from publishing.actions.publish import check
from publishing.actions.save import places_using, users_of
from publishing.kinds import Finding, Medium, Preview, PreviewReader, PreviewRequest, kind_of
from publishing.models import Document
from publishing.schema import Body
from writing.errors import Refused


def preview(
    document: Document,
    body: Body,
    *,
    place: str,
    reader: str = "",
    medium: Medium = "page",
    now: datetime,
) -> tuple[list[Finding], Preview]:
    """What stands against a body, and the page it would become for a sample reader (by key, else
    the first); an empty one where the place looked at has faults. Where words have to stand and
    none do yet, the page says so. `document` may be unsaved.
    """
    kind = kind_of(type(document))
    findings = check(document, body)
    awaited = kind.awaits(body) | {finding.place for finding in findings}
    missing = places.unwritten(body) & awaited
    in_the_way = {finding.place for finding in findings} - missing
    # Faults elsewhere are in nobody's way: half a text is looked at too, while it is written.
    if kind.preview is None or place in in_the_way:
        return findings, Preview()
    request = PreviewRequest(_reader(document, reader), place, now, medium=medium)
    try:
        return findings, _in_its_language(document, _filled(body, missing), request)
    except Refused as refused:
        more = [Finding(place, fault.message, fault.line) for fault in refused.faults]
        return [*findings, *more], Preview()


def preview_in_user(
    document: Document,
    body: Body,
    request: PreviewRequest,
    *,
    as_reader: Callable[[Any], Any] = lambda reader: reader,
) -> Preview | None:
    """The page of the first text whose draft uses this one, with `body` in its place; None where
    none does. `as_reader` makes of a sample reader of that text the one for whom it is shown.
    """
    name = document.kind().name
    for user in users_of(document) if name is not None and document.pk else ():
        kind, drafted = user.kind(), user.read()
        if kind.preview is None or name is None or name(document) not in kind.references(drafted):
            continue
        of_user = replace(
            request,
            reader=as_reader(_reader(user, getattr(request.reader, "key", ""))),
            place=next(iter(places_using(user, document)), ""),
            instead={name(document): body},
        )
        return _in_its_language(user, drafted, of_user)
    return None


def _filled(body: Body, missing: Set[str]) -> Body:
    """The body with a sentence of ours at places where the author's are missing."""
    if not missing:
        return body
    schema, words = type(body), gettext("Your words are missing here.")
    filled = places.flat(body) | dict.fromkeys(missing, words)
    return schema.model_validate(places.nested(schema, filled))


def _in_its_language(document: Document, body: Body, request: PreviewRequest) -> Preview:
    """What its kind makes of it, in the words that its reader's pages are spoken in. A text that is
    shown in another has that one's.
    """
    show = document.kind().preview
    assert show is not None  # its caller looked
    language = document.language or Practice.objects.the().language
    with override(language):
        shown = show(document, body, request)
    return replace(shown, language=shown.language or language)


def _reader(document: Document, key: str) -> PreviewReader | None:
    readers = list(document.kind().readers(document))
    return next(
        (sample for sample in readers if sample.key == key), readers[0] if readers else None
    )
