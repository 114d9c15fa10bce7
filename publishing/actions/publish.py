"""Publication: a draft that passes its checks becomes what readers get, frozen with all it uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from publishing.actions.save import add_revision, fingerprint, lock
from publishing.kinds import Effect, Finding, all_kinds, kind_of
from publishing.models import Document, Revision
from publishing.schema import Body, dumped


class NotReady(Exception):
    """Something keeps texts from being published; `findings` by document, in their order."""

    def __init__(self, findings: Sequence[tuple[Document, Finding]]) -> None:
        self.findings = list(findings)
        super().__init__("; ".join(f"{row}: {one.message}" for row, one in self.findings))


def check(document: Document, body: Body | None = None) -> list[Finding]:
    """What keeps the draft, or a body not saved yet, from being published."""
    kind = kind_of(type(document))
    return list(kind.checks(document, document.read() if body is None else body))


def impact(document: Document) -> list[Effect]:
    """What publishing the draft would change, for whom."""
    return list(kind_of(type(document)).impact(document, document.read()))


def publish(document: Document, *, by: Any = None, now: datetime) -> Revision:
    """Publish the draft as it is saved; raises `NotReady`. Saying the same gives what is there."""
    return publish_together([document], by=by, now=now)[0]


@transaction.atomic
def publish_together(
    documents: Iterable[Document], *, by: Any = None, now: datetime
) -> list[Revision]:
    """Publish several drafts, or none of them: `NotReady` names every fault of all.

    Rows are locked in one order, by kind and id, so that two people who publish overlapping lists
    cannot wait for each other.
    """
    chosen = list(documents)
    order = sorted(chosen, key=lambda one: (one._meta.label_lower, one.pk))
    locked = {(one._meta.label_lower, one.pk): lock(one) for one in order}
    rows = [locked[one._meta.label_lower, one.pk] for one in chosen]
    findings = [(row, finding) for row in rows for finding in check(row)]
    if findings:
        raise NotReady(findings)
    revisions = [_freeze(row, by=by, now=now) for row in rows]
    for row, revision in zip(rows, revisions, strict=True):
        kind_of(type(row)).when_published(row, revision, now)
    for document in chosen:
        document.refresh_from_db()
    return revisions


@transaction.atomic
def freeze(document: Document, *, by: Any = None, now: datetime) -> Revision:
    """Record the draft as published because it goes out inside another text, which was checked."""
    revision = _freeze(lock(document), by=by, now=now)
    document.refresh_from_db()
    return revision


def _freeze(row: Document, *, by: Any, now: datetime) -> Revision:
    kind = kind_of(type(row))
    body = row.read()
    said, closure = dumped(body), dict(kind.closure(row, body))
    sha256 = fingerprint({"body": said, "closure": closure}, kind.version)
    standing: Revision | None = row.published
    if standing is not None and standing.sha256 == sha256:
        return standing
    published = Revision.State.PUBLISHED
    revision = add_revision(row, published, said, closure=closure, by=by, now=now)
    row.published, row.head = revision, revision.number
    row.save(update_fields=("published", "head"))
    return revision


def to_publish() -> list[Document]:
    """Every published text whose draft says something else than readers get, of all kinds."""
    return [
        row
        for kind in all_kinds()
        for row in kind.model._default_manager.exclude(published=None).select_related("published")
        if row.has_changed and not row.is_off
    ]
