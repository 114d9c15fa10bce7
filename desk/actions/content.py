"""The starter content's way in and out, in the order of the river: documents by what their kind
says of files, what else stands there by what its app registered in `publishing.starters`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import ForeignKey, Model

from guides.models import Guide
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

    def load(self, folder: Path, *, now: datetime) -> None:
        ours = folder.resolve() == settings.CONTENT_DIR.resolve()
        content.load(self.kind, folder, as_starter=ours, now=now)

    def publish(self, *, now: datetime) -> None:
        publish_together(self.kind.model._default_manager.all(), now=now)

    def export(self, folder: Path, slug: str) -> None:
        """All of them; of a kind of which a folder holds one, that of this key, else the first."""
        files, keys = self.kind.files, None
        if files is not None and files.one_of:
            rows = self.kind.model._default_manager.order_by("pk")
            keys = [slug] if slug else list(rows.values_list(files.key, flat=True)[:1])
        content.export(self.kind, folder, keys=keys)


def sorts() -> list[StarterFiles]:
    """Everything that stands in files; what others point to comes first."""
    own = all_own()
    theirs = {one.model._meta.app_label for one in own}
    kinds = [
        kind for kind in all_kinds() if kind.files and kind.model._meta.app_label not in theirs
    ]
    found = [*(_of_kind(kind, kind.files) for kind in kinds if kind.files is not None), *own]
    river = [config.label for config in apps.get_app_configs()]
    return sorted(found, key=lambda one: river.index(one.model._meta.app_label))


def _of_kind(kind: Kind, files: Files) -> StarterFiles:
    documents = Documents(kind)
    return StarterFiles(kind.model, documents, documents.export, one_of=files.one_of)


def differences(folder: Path) -> list[str]:
    """One line for each thing in `folder` that is not as in the database."""
    return [line for sort in sorts() for line in sort.starter.differences(folder)]


@transaction.atomic
def replace(folder: Path, *, now: datetime) -> None:
    """Make every draft as the files say. Nothing is published."""
    for sort in sorts():
        sort.starter.load(folder, now=now)


@transaction.atomic
def start(folder: Path, *, now: datetime) -> list[str]:
    """Load and publish content of each sort that there is none of; the names of those sorts."""
    filled = []
    for sort in sorts():
        if not sort.model._default_manager.exists():
            sort.starter.load(folder, now=now)
            sort.starter.publish(now=now)
            filled.append(sort.model.__name__)
    return filled


def add_required(folder: Path, *, now: datetime) -> list[str]:
    """What a newer version brought along and the product needs, loaded and published; the keys."""
    kinds = (kind for kind in all_kinds() if kind.files is not None)
    return [key for kind in kinds for key in content.add_required(kind, folder, now=now)]


def export(folder: Path, *, guide: str = "") -> list[str]:
    """Write a guide, else the first, with its assessment, its course and everything that is there
    once, as files that `replace` takes back; the names of the files. Raises Guide.DoesNotExist.
    """
    slugs = _belonging(Guide.objects.get(slug=guide)) if guide else {}
    folder.mkdir(parents=True, exist_ok=True)
    for sort in sorts():
        if sort.one_of or sort.model._default_manager.exists():
            sort.export(folder, slugs.get(sort.model, "") if sort.one_of else "")
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted(str(file.relative_to(folder)) for file in files)


def guides_beside(guide: str = "") -> list[str]:
    """The slugs of the guides that `export` would leave out."""
    slugs = list(Guide.objects.order_by("pk").values_list("slug", flat=True))
    return [slug for slug in slugs if slug != (guide or slugs[0])]


def _belonging(row: Model) -> dict[type[Model], str]:
    """A row and the rows it points to, by their short names."""
    pointed = [getattr(row, one.name) for one in row._meta.fields if isinstance(one, ForeignKey)]
    return {type(one): one.slug for one in (row, *pointed) if hasattr(one, "slug")}
