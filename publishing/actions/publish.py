"""Publication: a draft that passes its checks becomes what readers get, frozen with all it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from publishing.actions.save import add_revision, fingerprint, lock, refer, users_of
from publishing.kinds import Effect, Finding, all_kinds, kind_of
from publishing.models import Document, Revision
from publishing.schema import Body, dumped


class NotReady(Exception):
    """Something keeps texts from being published; `findings` by document, in their order."""

    def __init__(self, findings: Sequence[tuple[Document, Finding]]) -> None:
        self.findings = list(findings)
        super().__init__("; ".join(f"{row}: {finding.message}" for row, finding in self.findings))


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


def publish_together(
    documents: Iterable[Document], *, by: Any = None, now: datetime
) -> list[Revision]:
    """The same of several drafts, or of none: `NotReady` names every fault of all."""
    chosen = list(documents)
    publish_all(chosen, by=by, now=now)
    revisions = [document.published for document in chosen]
    return [revision for revision in revisions if revision is not None]


@dataclass(frozen=True)
class PublishOutcome:
    """What a publication did: the texts whose drafts went out, those that went out again because
    they use one of them, and what stayed as it was, with each reason; of these, `left_behind` are
    those that only use one.
    """

    published: list[Document] = field(default_factory=list)
    renewed: list[Document] = field(default_factory=list)
    left: list[tuple[Document, Finding]] = field(default_factory=list)
    left_behind: list[Document] = field(default_factory=list)


@transaction.atomic
def publish_all(documents: Iterable[Document], *, by: Any = None, now: datetime) -> PublishOutcome:
    """Publish these drafts, or none of them: `NotReady` names every fault."""
    outcome = publish_ready(documents, by=by, now=now)
    # A text that only uses one of these and cannot follow keeps what it says, and stops nobody.
    users = {_place(row) for row in outcome.left_behind}
    findings = [(row, finding) for row, finding in outcome.left if _place(row) not in users]
    if findings:
        raise NotReady(findings)
    return outcome


@transaction.atomic
def publish_ready(
    documents: Iterable[Document], *, by: Any = None, now: datetime
) -> PublishOutcome:
    """Publish the drafts that are ready, in one transaction.

    A text freezes what readers get of the texts it uses. So those it uses that were never published
    go out first, and published texts that use one of these go out again in their published words.
    """
    chosen = list(documents)
    together = _with_unpublished(chosen)
    users = {_place(row): row for document in together for row in users_of(document)}
    # Locked in one order, by kind and id, so that two people who publish overlapping lists cannot
    # wait for each other.
    everything = {_place(document): document for document in together} | users
    locked = {place: lock(document) for place, document in sorted(everything.items())}
    outcome, names = PublishOutcome(), set[str]()
    for row in _used_first([locked[_place(document)] for document in together]):
        if _went_out(row, row.read(), outcome, by=by, now=now):
            outcome.published.append(row)
            names |= _names(row)
    for place in sorted(users.keys() - {_place(row) for row in outcome.published}):
        row = locked[place]
        if row.published is None or row.is_off:
            continue
        # Its published words, never its draft: nobody publishes half a sentence of another text by
        # publishing a passage.
        body = row.published.read()
        if names & row.kind().references(body):
            is_out = _went_out(row, body, outcome, by=by, now=now)
            (outcome.renewed if is_out else outcome.left_behind).append(row)
    for document in chosen:
        document.refresh_from_db()
    return outcome


def _went_out(
    row: Document, body: Body, outcome: PublishOutcome, *, by: Any, now: datetime
) -> bool:
    findings = check(row, body)
    outcome.left.extend((row, finding) for finding in findings)
    if not findings:
        revision = _freeze(row, body, by=by, now=now)
        row.kind().when_published(row, revision, now)
    return not findings


def _place(document: Document) -> tuple[str, int]:
    return document._meta.label_lower, document.pk


def _names(document: Document) -> set[str]:
    name = document.kind().name
    return set() if name is None else {name(document)}


def _with_unpublished(documents: Iterable[Document]) -> list[Document]:
    """These, and whatever they use that nobody published yet."""
    collected: dict[tuple[str, int], Document] = {}
    waiting = list(documents)
    while waiting:
        row = waiting.pop()
        if _place(row) in collected:
            continue
        collected[_place(row)] = row
        names = row.kind().references(row.read())
        used = [text for kind in all_kinds() for text in kind.named(names, row.belongs_to)]
        waiting += [text for text in used if text.published is None]
    return list(collected.values())


def _used_first(rows: Sequence[Document]) -> list[Document]:
    """In an order in which a text comes behind those it uses; in a circle, as they come."""
    order: list[Document] = []
    left = list(rows)
    while left:
        free = [
            row
            for row in left
            if not any(
                _names(other) & row.kind().references(row.read())
                for other in left
                if other is not row
            )
        ]
        step = free or left
        order += step
        left = [row for row in left if row not in step]
    return order


@transaction.atomic
def freeze(document: Document, *, by: Any = None, now: datetime) -> Revision:
    """Record the draft as published because it goes out inside another text, which was checked."""
    row = lock(document)
    revision = _freeze(row, row.read(), by=by, now=now)
    document.refresh_from_db()
    return revision


def _freeze(row: Document, body: Body, *, by: Any, now: datetime) -> Revision:
    """Under the row's lock: `body`, drafted or published, as readers get it from now on."""
    kind = kind_of(type(row))
    data, closure = dumped(body), dict(kind.closure(row, body))
    sha256 = fingerprint({"body": data, "closure": closure}, kind.version)
    standing: Revision | None = row.published
    if standing is not None and standing.sha256 == sha256:
        return standing
    published = Revision.State.PUBLISHED
    revision = add_revision(row, published, data, closure=closure, by=by, now=now)
    row.published = revision
    if data == dumped(row.read()):
        row.head = revision.number
    row.save(update_fields=("published", "head"))
    refer(row)
    return revision


@transaction.atomic
def renew(offer: int, *, by: Any = None, now: datetime) -> list[Document]:
    """Publish the published words of an offer's texts again because what is frozen beside them
    changed, such as its language; drafts are left alone. Returns those that say something new.
    """
    rows = [row for row in in_use(~Q(published=None)) if row.belongs_to == offer]
    # In one order, as everywhere, so that nobody waits for each other.
    outcome = PublishOutcome()
    for row in sorted(rows, key=_place):
        locked, before = lock(row), row.published
        if locked.published is not None:
            _went_out(locked, locked.published.read(), outcome, by=by, now=now)
            if locked.published != before:
                outcome.renewed.append(locked)
    return outcome.renewed


# A draft that stands on the published revision says the same: most need not be read.
SAVED_SINCE = ~Q(head=F("published__number"))


def in_use(*which: Q) -> Iterator[Document]:
    """The documents of all kinds, without those that the author took out of use."""
    for kind in all_kinds():
        for row in kind.model._default_manager.filter(*which).select_related("published"):
            if not row.is_off:
                yield row


def to_publish() -> list[Document]:
    """Every published text whose draft says something else than readers get, of all kinds."""
    return [row for row in in_use(SAVED_SINCE) if row.published is not None and row.has_changed]


def saved_since() -> dict[str, QuerySet[Any]]:
    """By kind, the documents saved after they were published, to be counted: where there are none
    nothing waits. Some may say by now what is published.
    """
    rows = {kind.label: kind.model._default_manager.filter(SAVED_SINCE) for kind in all_kinds()}
    return {label: ids.exclude(published=None) for label, ids in rows.items()}
