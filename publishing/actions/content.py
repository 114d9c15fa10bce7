"""Content folders: the documents of a kind compared with their files, made of them, written there.

What differs from kind to kind (where the files lie, how they are written) stands in `Kind.files`;
each function here takes a kind that has files and a folder: of one offer (`offers.files`), whose
documents it holds, or of those that belong to all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from offers import actions as offers
from offers import files as offer_files
from offers.models import Offer
from publishing import diff
from publishing.actions.publish import publish_together
from publishing.actions.save import create, is_starter, mark_starter, save
from publishing.files import Filed, Files, with_ids_of
from publishing.kinds import Kind, kind_of, known_kind
from publishing.models import Document
from writing.errors import Fault, Refused


def differences(kind: Kind, folder: Path) -> list[str]:
    """One line for every document that loading would change, with the places in it."""
    offer = "" if _files(kind).of_all else offer_files.slug(folder)
    return [line for filed in read(kind, folder) if (line := _difference(kind, filed, offer))]


@transaction.atomic
def load(
    kind: Kind, folder: Path, *, as_starter: bool = False, by: Any = None, now: datetime
) -> list[Document]:
    """Make or replace the drafts of the files; what is published stays as it is, and documents
    without a file are left alone. `as_starter`: these words are the starter's. Raises Refused.
    """
    filed = read(kind, folder)
    is_own = bool(filed) and belongs(kind) and not _files(kind).of_all
    offer = offers.ensure(folder, now=now) if is_own else None
    rows = [_load(kind, file, offer, by=by, now=now) for file in filed]
    for row in rows if as_starter else ():
        mark_starter(row)
    return rows


@transaction.atomic
def add_required(kind: Kind, folder: Path, *, now: datetime) -> list[str]:
    """Load and publish what a newer version brought along; never touches one that is there.

    Returns their keys: none for a kind the product can do without.
    """
    if not _files(kind).required:
        return []
    offer = offers.of_folder(folder)
    slug = offer.slug if offer else ""
    new = [filed for filed in read(kind, folder) if _row(kind, filed.key, slug) is None]
    rows = [_load(kind, filed, offer, by=None, now=now) for filed in new]
    for row in rows:
        mark_starter(row)
    publish_together(rows, now=now)
    return [filed.key for filed in new]


def export(
    kind: Kind, folder: Path, *, offer: Offer | None = None, keys: Iterable[str] | None = None
) -> None:
    """Write every draft of an offer, or of all, or those that go by `keys`, as files that `load`
    takes back.
    """
    files = _files(kind)
    rows = of_offer(kind, offer.slug if offer else "").order_by(files.key)
    for row in rows if keys is None else rows.filter(**{f"{files.key}__in": list(keys)}):
        for name, text in files.write(filed_of(row)).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")


def untouched(kind: Kind) -> set[int]:
    """The ids of documents that still say what the starter said."""
    return {
        row.pk for row in kind.model._default_manager.exclude(starter_sha256="") if is_starter(row)
    }


def read(kind: Kind, folder: Path) -> list[Filed]:
    """The documents of a kind as the folder's files say them; raises Refused."""
    files = _files(kind)
    paths = [path for pattern in files.patterns for path in sorted(folder.glob(pattern))]
    try:
        texts = {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths
        }
    except UnicodeDecodeError as error:
        raise Refused([Fault(1, f"{folder} has a file that is not UTF-8: {error}")]) from error
    return list(files.read(texts))


def filed_of(row: Document) -> Filed:
    """A draft as its files say it."""
    files = _files(kind_of(type(row)))
    columns = {name: _said(row, name) for name in files.columns}
    return Filed(str(getattr(row, files.key)), row.read(), columns)


def _files(kind: Kind) -> Files:
    if kind.files is None:
        raise LookupError(f"{kind.label} has no files.")
    return kind.files


def of_offer(kind: Kind, slug: str) -> models.QuerySet[Any]:
    """The documents of a kind that belong to the offer of this name; "": to all."""
    rows: models.QuerySet[Any] = kind.model._default_manager.all()
    if not belongs(kind):
        return rows
    return rows.filter(**({"offer__slug": slug} if slug else {"offer": None}))


def belongs(kind: Kind) -> bool:
    """Whether documents of a kind belong to offers."""
    return any(field.name == "offer" for field in kind.model._meta.fields)


def _row(kind: Kind, key: str, offer: str) -> Document | None:
    row: Document | None = of_offer(kind, offer).filter(**{_files(kind).key: key}).first()
    return row


def _load(kind: Kind, filed: Filed, offer: Offer | None, *, by: Any, now: datetime) -> Document:
    row, columns = _row(kind, filed.key, offer.slug if offer else ""), _columns(kind, filed)
    if row is None:
        own = {"offer": offer} if belongs(kind) else {}
        new = kind.model(**columns, **own)
        _refuse_taken(new, filed.key)
        return create(new, body=filed.body, by=by, now=now)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    # With the draft's ids where names agree: else every item would be told as one gone, one new.
    save(row, body=with_ids_of(row.read(), filed.body), by=by, now=now)
    return row


def _refuse_taken(new: Document, key: str) -> None:
    """A short name that another offer's document has; raises Refused."""
    try:
        new.validate_unique()
        new.validate_constraints()
    except ValidationError as error:
        messages = " ".join(error.messages)
        raise Refused([Fault(2, f"{new._meta.verbose_name} {key}: {messages}")]) from error


def _difference(kind: Kind, filed: Filed, offer: str) -> str:
    named = f"{kind.model._meta.verbose_name} {filed.key}"
    row = _row(kind, filed.key, offer)
    if row is None:
        return f"{named}: new"
    columns = _columns(kind, filed)
    places = [name for name, value in columns.items() if getattr(row, name) != value]
    draft = row.read()
    changed = diff.changes(draft, with_ids_of(draft, filed.body), kind.labels(filed.body))
    places += dict.fromkeys(change.place for change in changed)
    return f"{named}: {', '.join(places)}" if places else ""


def _columns(kind: Kind, filed: Filed) -> Mapping[str, Any]:
    """The columns as the database takes them; raises Refused."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, value in {_files(kind).key: filed.key, **filed.columns}.items():
        try:
            values[name] = _value(kind.model, name, value)
        except ValidationError as error:
            faults += [Fault(2, f"{filed.key}: {name}: {message}") for message in error.messages]
    if faults:
        raise Refused(faults)
    return values


def _value(model: type[Document], name: str, said: Any) -> Any:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise LookupError(name)
    if not isinstance(field, models.ForeignKey):
        return field.clean(said, model())
    row = None if said is None else _pointed(field.related_model, str(said))
    if row is None and not (said is None and field.null):
        raise ValidationError(f"There is nothing called “{said}”.")
    return row


def _said(row: Document, name: str) -> Any:
    """The way back: a column as a file says it."""
    value = getattr(row, name)
    return getattr(value, _key_of(type(value))) if isinstance(value, models.Model) else value


def _pointed(model: Any, key: str) -> models.Model | None:
    row: models.Model | None = model._default_manager.filter(**{_key_of(model): key}).first()
    return row


def _key_of(model: type[models.Model]) -> str:
    """The column by which files call a row of this model: a document's key, else its short name."""
    kind = known_kind(model._meta.label_lower)
    return _files(kind).key if kind is not None else "slug"
