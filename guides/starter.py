"""The starter guide in content/: compared, loaded as drafts, published, written back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from assessments.models import Assessment
from courses.models import Course
from guides import files
from guides.files import GuideFiles
from guides.models import Guide
from guides.schema import GuideBody, Section
from publishing import actions as publishing


def differences(folder: Path) -> list[str]:
    """One line for each place where the files and the drafts do not say the same."""
    wanted = files.read(folder)
    guide = Guide.objects.filter(slug=wanted.slug).first()
    if guide is None:
        return [f"{files.GUIDE}: not in the database"]
    names = [
        name for name in files.WORDS if getattr(guide.body, name) != getattr(wanted.body, name)
    ]
    names += ["language"] if guide.language != wanted.language else []
    return [*(f"{files.GUIDE}: {name}" for name in names), *_of_sections(guide.body, wanted.body)]


def _of_sections(draft: GuideBody, wanted: GuideBody) -> Iterator[str]:
    known = {section.anchor: section for section in draft.sections}
    for position, section in enumerate(wanted.sections, start=1):
        place, row = f"guide/{position:02}-{section.anchor}.md", known.pop(section.anchor, None)
        if row is None:
            yield f"{place}: not in the database"
        elif changed := [name for name in _NAMES if getattr(row, name) != getattr(section, name)]:
            yield f"{place}: {', '.join(changed)}"
    yield from (f"guide: “{anchor}” is only in the database" for anchor in known)
    shared = [one.anchor for one in wanted.sections if one.anchor not in known]
    if not known and [one.anchor for one in draft.sections] != shared:
        yield "guide: the order of its sections"


_NAMES = (*files.HEAD, "text")


@transaction.atomic
def load(folder: Path, *, now: datetime) -> None:
    """Make the draft as the files say; what is published goes on being made as it is."""
    wanted = files.read(folder)
    columns = {
        "language": wanted.language,
        "assessment": Assessment.objects.get(slug=wanted.assessment),
        "course": Course.objects.filter(slug=wanted.course).first(),
    }
    guide = Guide.objects.filter(slug=wanted.slug).first()
    if guide is None:
        guide = Guide(slug=wanted.slug, **columns)
        publishing.create(guide, body=wanted.body, now=now)
    else:
        Guide.objects.filter(pk=guide.pk).update(**columns)
        publishing.save(guide, body=_with_ids_of(guide.body, wanted.body), now=now)
    publishing.mark_starter(guide)


def _with_ids_of(draft: GuideBody, wanted: GuideBody) -> GuideBody:
    """Sections that go by the same short name are the same sections."""
    ids = {section.key: section.id for section in draft.sections if section.key}

    def same(section: Section) -> Section:
        return section.model_copy(update={"id": ids.get(section.key, section.id)})

    return wanted.model_copy(update={"sections": [same(one) for one in wanted.sections]})


def publish(*, now: datetime) -> None:
    """Publish every guide."""
    publishing.publish_together(Guide.objects.all(), now=now)


def export(folder: Path, slug: str = "") -> None:
    """Write a guide, else the first, as files that `load` takes back."""
    found = Guide.objects.filter(slug=slug) if slug else Guide.objects.order_by("pk")
    guide = found.select_related("assessment", "course").first()
    if guide is None:
        return
    files.write(
        folder,
        GuideFiles(
            body=guide.body,
            slug=guide.slug,
            language=guide.language,
            assessment=guide.assessment.slug,
            course=guide.course.slug if guide.course else "",
        ),
    )
