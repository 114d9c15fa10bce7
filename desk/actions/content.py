"""The starter content's way in and out, in the order of the river: documents by what their kind
says of files, what is no document yet by its room's own `starter`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model

import assessments.starter
import consultations.starter
import courses.starter
import guides.starter
from assessments.models import Assessment
from consultations.models import Meeting
from courses.models import Course
from guides.models import Guide
from publishing.actions import content, publish_together
from publishing.kinds import Kind, all_kinds


class Starter(Protocol):
    """What each room's `starter` module offers."""

    def differences(self, folder: Path) -> list[str]: ...

    def load(self, folder: Path, *, now: datetime) -> None: ...

    def publish(self, *, now: datetime) -> None: ...

    def export(self, folder: Path) -> None: ...


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

    def export(self, folder: Path) -> None:
        content.export(self.kind, folder)


# (the room's starter, the rows that tell whether the author has content there)
ROOMS: tuple[tuple[Starter, type[Model]], ...] = (
    (assessments.starter, Assessment),
    (courses.starter, Course),
    (guides.starter, Guide),
    (consultations.starter, Meeting),
)


def sorts() -> list[tuple[Starter, type[Model]]]:
    """Everything that stands in files; what others point to comes first."""
    own = {model._meta.app_label for _starter, model in ROOMS}
    documents: list[tuple[Starter, type[Model]]] = [
        (Documents(kind), kind.model)
        for kind in all_kinds()
        if kind.files is not None and kind.model._meta.app_label not in own
    ]
    river = [config.label for config in apps.get_app_configs()]
    return sorted([*documents, *ROOMS], key=lambda one: river.index(one[1]._meta.app_label))


# What a folder holds of one offer alone, by its slug.
OF_ONE_OFFER: dict[type[Model], Callable[[Path, str], None]] = {
    Assessment: assessments.starter.export,
    Course: courses.starter.export,
    Guide: guides.starter.export,
}


def differences(folder: Path) -> list[str]:
    """One line for each thing in `folder` that is not as in the database."""
    return [line for starter, _model in sorts() for line in starter.differences(folder)]


@transaction.atomic
def replace(folder: Path, *, now: datetime) -> None:
    """Make every draft as the files say. Nothing is published."""
    for starter, _model in sorts():
        starter.load(folder, now=now)


@transaction.atomic
def start(folder: Path, *, now: datetime) -> list[str]:
    """Load and publish content of each sort that there is none of; the names of those sorts."""
    filled = []
    for starter, model in sorts():
        if not model._default_manager.exists():
            starter.load(folder, now=now)
            starter.publish(now=now)
            filled.append(model.__name__)
    return filled


def add_required(folder: Path, *, now: datetime) -> list[str]:
    """What a newer version brought along and the product needs, loaded and published; the keys."""
    kinds = (kind for kind in all_kinds() if kind.files is not None)
    return [key for kind in kinds for key in content.add_required(kind, folder, now=now)]


def export(folder: Path, *, guide: str = "") -> list[str]:
    """Write a guide, else the first, with its assessment, its course and everything that is there
    once, as files that `replace` takes back; the names of the files. Raises Guide.DoesNotExist.
    """
    slugs = _of_offer(Guide.objects.get(slug=guide)) if guide else {}
    folder.mkdir(parents=True, exist_ok=True)
    for starter, model in sorts():
        if model in OF_ONE_OFFER:
            OF_ONE_OFFER[model](folder, slugs.get(model, ""))
        elif model._default_manager.exists():
            starter.export(folder)
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted(str(file.relative_to(folder)) for file in files)


def guides_beside(guide: str = "") -> list[str]:
    """The slugs of the guides that `export` would leave out."""
    slugs = list(Guide.objects.order_by("pk").values_list("slug", flat=True))
    return [slug for slug in slugs if slug != (guide or slugs[0])]


def _of_offer(guide: Guide) -> dict[type[Model], str]:
    course = guide.course.slug if guide.course else ""
    return {Guide: guide.slug, Assessment: guide.assessment.slug, Course: course}
