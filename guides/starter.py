"""The starter guide in content/: compared, loaded as drafts, published, written back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import models, transaction

from assessments.models import Assessment
from courses.models import Course
from guides import actions, files
from guides.files import GuideFiles
from guides.models import Guide, Section
from writing.difference import same_words


def differences(folder: Path) -> list[str]:
    """One line for each place where the files and the drafts do not say the same."""
    wanted = files.read(folder)
    guide = Guide.objects.filter(slug=wanted.fields["slug"]).first()
    if guide is None:
        return [f"{files.GUIDE}: not in the database"]
    found = [f"{files.GUIDE}: {name}" for name in _changed(guide, wanted.fields)]
    keys = {str(fields["key"]) for fields in wanted.sections}
    for fields in wanted.sections:
        row = guide.sections.filter(key=fields["key"]).first()
        place = f"guide/{fields['position']:02}-{fields['key']}.md"
        if row is None:
            found.append(f"{place}: not in the database")
        elif changed := _changed(row, fields):
            found.append(f"{place}: {', '.join(changed)}")
    extra = guide.sections.exclude(key__in=keys).values_list("key", flat=True)
    return [*found, *(f"guide: “{key}” is only in the database" for key in extra)]


def _changed(row: models.Model, fields: Mapping[str, Any]) -> list[str]:
    return [name for name, value in fields.items() if getattr(row, name) != value]


@transaction.atomic
def load(folder: Path, *, now: datetime) -> None:  # noqa: ARG001 - every room's door is the same
    """Make the draft as the files say; what is published goes on being made as it is."""
    wanted = files.read(folder)
    guide, _created = Guide.objects.update_or_create(
        slug=wanted.fields["slug"],
        defaults={
            **wanted.fields,
            "assessment": Assessment.objects.get(slug=wanted.assessment),
            "course": Course.objects.filter(slug=wanted.course).first(),
        },
    )
    guide.sections.all().delete()
    Section.objects.bulk_create(Section(guide=guide, **fields) for fields in wanted.sections)


def untouched(folder: Path) -> set[int]:
    """The ids of sections that still say what their file says."""
    wanted = _words(folder)
    rows = Section.objects.filter(key__in=wanted)
    return {row.pk for row in rows if same_words(row.body, wanted[row.key])}


@lru_cache(maxsize=4)
def _words(folder: Path) -> Mapping[str, str]:
    """What each file says, by key; read once a process."""
    return {str(one["key"]): str(one["body"]) for one in files.read(folder).sections}


def publish(*, now: datetime) -> None:
    """Publish every guide."""
    for guide in Guide.objects.all():
        actions.publish(guide=guide, now=now)


def export(folder: Path, slug: str = "") -> None:
    """Write a guide, else the first, as files that `load` takes back."""
    found = Guide.objects.filter(slug=slug) if slug else Guide.objects.order_by("pk")
    guide = found.select_related("assessment", "course").first()
    if guide is None:
        return
    names = (*files.HEAD, "body")
    rows = tuple({name: getattr(row, name) for name in names} for row in guide.sections.all())
    files.write(
        folder,
        GuideFiles(
            fields={name: getattr(guide, name) for name in files.TOP},
            assessment=guide.assessment.slug,
            course=guide.course.slug if guide.course else "",
            sections=rows,
        ),
    )
