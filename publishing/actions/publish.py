"""Publication: a draft that passes its checks becomes what readers get, frozen with all it uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from publishing.actions.save import add_revision, fingerprint, lock
from publishing.kinds import Effect, Finding, all_kinds, kind_of
from publishing.models import Document, Reference, Revision
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

    What they use is published with them. Rows are locked in one order, by kind and id, so that two
    people who publish overlapping lists cannot wait for each other.
    """
    chosen = list(documents)
    locked = {_place(one): lock(one) for one in sorted([*chosen, *_used(chosen)], key=_place)}
    rows = [locked[_place(one)] for one in chosen]
    findings = [(row, finding) for row in rows for finding in check(row)]
    if findings:
        raise NotReady(findings)
    revisions = [_freeze(row, by=by, now=now) for row in rows]
    wanted = {_place(one) for one in chosen}
    for place, row in locked.items():
        if place not in wanted:
            _freeze(row, by=by, now=now)
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


def _place(document: Document) -> tuple[str, int]:
    return document._meta.label_lower, document.pk


def _used(documents: Iterable[Document]) -> list[Document]:
    """The texts that these use by name."""
    uses = Q(pk=None)
    for document in documents:
        uses |= Q(kind=document._meta.label_lower, document=document.pk)
    names = frozenset(Reference.objects.filter(uses).values_list("name", flat=True))
    found = {_place(row): row for kind in all_kinds() for row in kind.named(names)}
    return list(found.values())


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
