"""Drafts: every save is a revision, whoever saves, and none undoes another's words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import RowNumber

from publishing import places
from publishing.kinds import all_kinds, kind_of
from publishing.merge import Conflict, merge
from publishing.models import Document, Reference, Revision
from publishing.schema import Body, dumped

MOST_KEPT = 20
"""So many saved states of one text are kept, besides everything that was published."""
LONGEST_KEPT = timedelta(days=365)
OPEN_TABS = timedelta(days=2)
"""Younger ones are never dropped: a tab that is still open may begin from any of them."""


class Conflicted(Exception):
    """Somebody saved other words in the same boxes meanwhile. Nothing was saved.

    `conflicts` holds each box with both words; `revision` is what is saved now; `joined` what the
    places say where there is no conflict.
    """

    def __init__(
        self, conflicts: tuple[Conflict, ...], revision: Revision, joined: places.Flat
    ) -> None:
        self.conflicts = conflicts
        self.revision = revision
        self.joined = joined
        super().__init__(", ".join(conflict.place for conflict in conflicts))


def fingerprint(data: Mapping[str, Any], version: int) -> str:
    """SHA-256 over the canonical JSON of a body, or of a body with what is frozen beside it."""
    # With the version: the same words in another schema may mean something else.
    canonical = json.dumps([version, data], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def lock[D: Document](document: D) -> D:
    """The row as it is in the database now, held until the transaction ends."""
    # `of`: what a manager joins may be null, and PostgreSQL locks no such side of a join.
    return type(document)._default_manager.select_for_update(of=("self",)).get(pk=document.pk)


@transaction.atomic
def create[D: Document](document: D, *, body: Body, by: Any = None, now: datetime) -> D:
    """A new document, its columns set by the caller, with its first revision."""
    document.save()
    _write(document, body, by=by, now=now)
    return document


@transaction.atomic
def save(
    document: Document, *, body: Body, base: int | None = None, by: Any = None, now: datetime
) -> Revision:
    """Make `body` the draft; the revision that says it. Saying the same again changes nothing.

    `base` is the number of the revision the words were typed over: what was saved since is joined
    with them place by place. Raises `Conflicted`, having saved nothing, where both changed a box.
    """
    row = lock(document)
    # Joined under the lock: of two tabs that save at once the second meets the first's words.
    if base is not None:
        body = joined(row, body, base=base)
    revision = _write(row, body, by=by, now=now)
    document.refresh_from_db()
    return revision


@transaction.atomic
def set_aside(document: Document, *, place: str, value: Any, by: Any = None, now: datetime) -> None:
    """Words that were typed into a box and will not be saved stay among the versions."""
    row = lock(document)
    body = row.read()
    joined = places.flat(body) | {place: value}
    typed = dumped(type(body).model_validate(places.nested(type(body), joined)))
    if not row.revisions.filter(body=typed).exists():
        add_revision(row, Revision.State.TYPED, typed, by=by, now=now)


def add_revision(
    row: Document,
    state: str,
    data: Mapping[str, Any],
    *,
    closure: Mapping[str, Any] | None = None,
    by: Any,
    now: datetime,
) -> Revision:
    """The next revision, under the row's lock: so that numbers have no gap and no double."""
    kind = kind_of(type(row))
    frozen = dict(data) if closure is None else {"body": data, "closure": closure}
    # The highest and one more, not a count: old revisions are dropped (`forget_old`).
    last = row.revisions.aggregate(last=models.Max("number"))["last"] or 0
    return Revision.objects.create(
        kind=kind.label,
        document=row.pk,
        number=last + 1,
        state=state,
        body=data,
        closure=closure or {},
        schema_version=kind.version,
        sha256=fingerprint(frozen, kind.version),
        made_at=now,
        made_by=by,
    )


def joined[B: Body](document: Document, body: B, *, base: int) -> B:
    """What was typed over revision `base`, joined with what was saved since; raises `Conflicted`.

    Inside a transaction: the row stays locked, so that what is joined here can be saved.
    """
    row = lock(document)
    if base == row.head:
        return body
    began = row.revisions.filter(number=base).first()
    if began is None:  # older than anything kept: every difference is a conflict, none is dropped
        began_with: Mapping[str, Any] = {}
    else:
        began_with = places.flat(began.read())
    both, conflicts = merge(began_with, places.flat(body), places.flat(row.read()))
    if conflicts:
        raise Conflicted(conflicts, row.revisions.get(number=row.head), both)
    return type(body).model_validate(places.nested(type(body), both))


def _write(row: Document, body: Body, *, by: Any, now: datetime) -> Revision:
    """Under the row's lock: a revision, and the draft that says it."""
    kind = kind_of(type(row))
    data = dumped(body)
    if row.head and row.draft == data and row.schema_version == kind.version:
        return row.revisions.get(number=row.head)
    revision = add_revision(row, Revision.State.SAVED, data, by=by, now=now)
    row.draft, row.schema_version = data, kind.version
    row.head, row.saved_at = revision.number, now
    row.save(update_fields=("draft", "schema_version", "head", "saved_at"))
    refer(row)
    return revision


def refer(row: Document) -> None:
    """Write down which other texts this one uses, drafted or published, and no longer uses."""
    kind = kind_of(type(row))
    uses = set(kind.references(row.read()))
    if row.published is not None:
        uses |= set(kind.references(row.published.read()))
    references = Reference.objects.filter(kind=kind.label, document=row.pk)
    # Under the row's lock, as its callers hold it: two saves at once would leave rows of both.
    references.exclude(name__in=uses).delete()
    new = uses - set(references.values_list("name", flat=True))
    Reference.objects.bulk_create(
        [Reference(kind=kind.label, document=row.pk, name=name) for name in sorted(new)]
    )


def users_of(document: Document) -> Iterator[Document]:
    """The texts that use this one, drafted or published, kind by kind: those of its offer, or of
    all where it belongs to all.
    """
    kind = kind_of(type(document))
    if kind.name is None:
        return
    for row in texts_naming(kind.name(document)):
        if document.belongs_to in (None, row.belongs_to):
            yield row


def texts_naming(name: str) -> Iterator[Document]:
    """The texts that use what bears this name among references ("segment:vip"), drafted or
    published, kind by kind.
    """
    uses = Reference.objects.filter(name=name).order_by("kind", "document")
    wanted: dict[str, list[int]] = {}
    for label, pk in uses.values_list("kind", "document"):
        wanted.setdefault(label, []).append(pk)
    for label, ids in wanted.items():
        yield from kind_of(label).model._default_manager.filter(pk__in=ids)


def places_using(document: Document, used: Document) -> list[str]:
    """The items of a draft, and its own fields, that use another text by its name; none where the
    kind uses it whatever its texts say.
    """
    kind, body = document.kind(), document.read()
    name_of = used.kind().name
    name = name_of(used) if name_of is not None else None
    always = kind.references(type(body)())
    return [
        place
        for place, alone in places.pieces(body)
        if name is not None and name in kind.references(alone) - always
    ]


def revert(document: Document, *, revision: Revision, by: Any = None, now: datetime) -> Revision:
    """Make an earlier state the draft again. Nothing is published, and nothing is lost: what stood
    there is a revision of its own.
    """
    if (revision.kind, revision.document) != (kind_of(type(document)).label, document.pk):
        raise ValueError("A version of another text.")
    return save(document, body=revision.read(), by=by, now=now)


@transaction.atomic
def copy[D: Document](
    document: D, *, body: Body | None = None, by: Any = None, now: datetime, **columns: Any
) -> D:
    """A new document that says the same as this draft, or `body`; never published yet."""
    body = document.read() if body is None else body
    row = type(document)(**{**document.columns_to_copy(), **columns})
    return create(row, body=body, by=by, now=now)


def free_name(row: models.Model, name: str, *, ending: str, within: Iterable[str] = ()) -> str:
    """A value that nobody has for a unique column: the row's own with “_copy”, “_copy_2”, … behind
    it, within the column's length. `within` are the columns among whose rows it is unique.
    """
    longest = row._meta.get_field(name).max_length or 50  # type: ignore[union-attr]  # a column
    rows = type(row)._default_manager.filter(**{column: getattr(row, column) for column in within})
    base, number = str(getattr(row, name)), 1
    while True:
        more = ending + (f"{ending[0]}{number}" if number > 1 else "")
        free = base[: longest - len(more)] + more
        if not rows.filter(**{name: free}).exists():
            return free
        number += 1


def mark_starter(document: Document) -> None:
    """Remember that what the draft says now is the starter's."""
    document.starter_sha256 = fingerprint(document.draft, document.schema_version)
    document.save(update_fields=("starter_sha256",))


def is_starter(document: Document) -> bool:
    """Whether the draft still says what the starter content said."""
    sha256 = fingerprint(document.draft, document.schema_version)
    return bool(document.starter_sha256) and document.starter_sha256 == sha256


def starter_revision(document: Document) -> Revision | None:
    """The version that holds the starter's words, to compare and to bring back."""
    sha256 = document.starter_sha256
    return document.revisions.filter(sha256=sha256).last() if sha256 else None


def forget_old(*, now: datetime, limit: int = 500) -> int:
    """Drop saved states beyond the newest of each text, and those a year old; at most `limit`.

    Published ones stay, and so do the one that each draft stands on and the starter's words.
    """
    rank = models.Window(
        RowNumber(), partition_by=("kind", "document"), order_by=models.F("number").desc()
    )
    saved = Revision.objects.exclude(state=Revision.State.PUBLISHED).order_by()
    gone = (
        saved.annotate(rank=rank)
        .filter(Q(rank__gt=MOST_KEPT) | Q(made_at__lt=now - LONGEST_KEPT))
        .filter(made_at__lt=now - OPEN_TABS)
    )
    standing = {
        (kind.label, pk, said)
        for kind in all_kinds()
        for pk, *both in kind.model._default_manager.values_list("pk", "head", "starter_sha256")
        for said in both
    }
    rows = gone.values_list("pk", "kind", "document", "number", "sha256")[:limit]
    ids = [pk for pk, *row, head, said in rows if not {(*row, head), (*row, said)} & standing]
    return Revision.objects.filter(pk__in=ids).delete()[0]
