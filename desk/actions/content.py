"""The starter content's way in and out, in the order of the river: documents by what their kind
says of files, what else stands there by what its app registered in `publishing.starters`.

A content folder holds a folder an offer, and one of what belongs to all (`offers.files`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import ForeignKey, Model

from guides.models import Guide
from offers import actions as offers
from offers import files as offer_files
from offers.models import Offer
from practice.actions import call_it
from publishing.actions import content, publish_together
from publishing.files import Files
from publishing.kinds import Kind, all_kinds
from publishing.starters import StarterFiles, all_own


@dataclass(frozen=True)
class Documents:
    """The documents of a kind, as a starter."""

    kind: Kind

    def differences(self, folder: Path) -> list[str]:
        return content.differences(self.kind, folder)

    def load(self, folder: Path, *, as_starter: bool, now: datetime) -> None:
        content.load(self.kind, folder, as_starter=as_starter, now=now)

    def publish(self, *, now: datetime) -> None:
        rows = self.kind.model._default_manager.all()
        publish_together([row for row in rows if not row.stays_draft], now=now)

    def export(self, folder: Path, offer: Offer | None, slug: str) -> None:
        """All of an offer; of a kind of which a folder holds one, that of this key, else that
        which readers get.
        """
        files = self.kind.files
        if files is None or (files.one_of and offer is None):
            return
        keys = None
        if files.one_of:
            rows = content.of_offer(self.kind, offer.slug if offer else "").order_by("pk")
            newest_last = sorted(rows, key=lambda row: row.published is None)
            keys = [slug] if slug else [getattr(row, files.key) for row in newest_last[:1]]
        content.export(self.kind, folder, offer=offer, keys=keys)


def sorts() -> list[StarterFiles]:
    """Everything that stands in files; what others point to comes first."""
    own = all_own()
    theirs = {kind.model._meta.app_label for kind in own}
    kinds = [
        kind for kind in all_kinds() if kind.files and kind.model._meta.app_label not in theirs
    ]
    kinds_of_files = [
        *(_of_kind(kind, kind.files) for kind in kinds if kind.files is not None),
        *own,
    ]
    river = [config.label for config in apps.get_app_configs()]
    return sorted(kinds_of_files, key=lambda kind: river.index(kind.model._meta.app_label))


def _of_kind(kind: Kind, files: Files) -> StarterFiles:
    documents = Documents(kind)
    return StarterFiles(kind.model, documents, documents.export, one_of=files.one_of)


def differences(root: Path) -> list[str]:
    """One line for each thing in the folders of `root` that is not as in the database."""
    return [line for folder in offer_files.folders(root) for line in _differences(folder)]


def _differences(folder: Path) -> Iterator[str]:
    yield from offers.differences(folder)
    for sort in sorts():
        yield from sort.starter.differences(folder)


def _ours(root: Path) -> bool:
    return root.resolve() == settings.CONTENT_DIR.resolve()


@transaction.atomic
def replace(root: Path, *, now: datetime) -> None:
    """Make every draft as the files say. Nothing is published."""
    for folder in offer_files.folders(root):
        offers.load(folder, now=now)
        for sort in sorts():
            sort.starter.load(folder, as_starter=_ours(root), now=now)


@transaction.atomic
def start(root: Path, *, now: datetime) -> list[str]:
    """Load and publish content of each sort that there is none of; the names of those sorts.

    Where the author has offers already, only those of them that have a folder here are filled.
    """
    folders = offer_files.folders(root)
    if Offer.objects.exists():
        folders = [
            folder
            for folder in folders
            if folder.name == offer_files.SHARED or offers.of_folder(folder)
        ]
    empty = [sort for sort in sorts() if not sort.model._default_manager.exists()]
    # All of it first: a passage is held against the assessment whose answers it asks.
    for folder in folders:
        for sort in empty:
            sort.starter.load(folder, as_starter=_ours(root), now=now)
    for sort in empty:
        sort.starter.publish(now=now)
    home = Offer.objects.home()
    if home is not None:
        call_it(home.name)
    return [sort.model.__name__ for sort in empty if sort.model._default_manager.exists()]


def add_required(root: Path, *, now: datetime) -> list[str]:
    """What a newer version brought along and the product needs, loaded and published; the keys."""
    folder = root / offer_files.SHARED
    kinds = (kind for kind in all_kinds() if kind.files is not None)
    return [key for kind in kinds for key in content.add_required(kind, folder, now=now)]


def export(root: Path, *, offer: str = "", guide: str = "") -> list[str]:
    """Write an offer, else all of them, and what belongs to all, as files that `replace` takes
    back; the names of the files. `guide`: of the several of its offer, the one to write, with its
    course. Raises Offer.DoesNotExist and Guide.DoesNotExist.
    """
    chosen = list(Offer.objects.filter(slug=offer)) if offer else list(Offer.objects.all())
    if offer and not chosen:
        raise Offer.DoesNotExist
    wanted = Guide.objects.get(slug=guide, offer__in=chosen) if guide else None
    _write(root / offer_files.SHARED, None, {})
    for chosen_offer in chosen:
        folder, its = (
            root / chosen_offer.slug,
            wanted if wanted and wanted.offer_id == chosen_offer.pk else None,
        )
        offer_files.write(folder, offers.said_of(chosen_offer))
        _write(
            folder,
            chosen_offer,
            _belonging(its or Guide.objects.filter(offer=chosen_offer).offered()),
        )
    files = (file for file in root.rglob("*") if file.is_file())
    return sorted(str(file.relative_to(root)) for file in files)


def _write(folder: Path, offer: Offer | None, slugs: dict[type[Model], str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for sort in sorts():
        sort.export(folder, offer, slugs.get(sort.model, "") if sort.one_of else "")


def guides_beside(guide: str = "") -> list[str]:
    """The slugs of the guides that `export` would leave out: a folder holds one."""
    left: list[str] = []
    for offer in Offer.objects.all():
        rows = sorted(Guide.objects.filter(offer=offer).order_by("pk"), key=_is_draft)
        slugs = [row.slug for row in rows]
        first = guide if guide in slugs else next(iter(slugs), "")
        left += [slug for slug in slugs if slug != first]
    return left


def _is_draft(row: Any) -> bool:
    return row.published is None


def _belonging(row: Guide | None) -> dict[type[Model], str]:
    """A row and the rows it points to, by their short names."""
    if row is None:
        return {}
    pointed = [
        getattr(row, field.name) for field in row._meta.fields if isinstance(field, ForeignKey)
    ]
    return {
        type(document): document.slug for document in (row, *pointed) if hasattr(document, "slug")
    }
