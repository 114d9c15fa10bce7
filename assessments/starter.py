"""The starter content's way in and out of this app; what is done is in `publishing`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from assessments.documents import ASSESSMENT, PASSAGE
from assessments.models import Assessment
from publishing.actions import content, publish_together


def differences(folder: Path) -> list[str]:
    """One line for each file that the drafts do not say the same as."""
    return [*content.differences(ASSESSMENT, folder), *content.differences(PASSAGE, folder)]


@transaction.atomic
def load(folder: Path, *, now: datetime) -> None:
    """Make the drafts as the files say; nothing is published. Other passages are left alone."""
    ours = folder.resolve() == settings.CONTENT_DIR.resolve()
    for kind in (PASSAGE, ASSESSMENT):
        content.load(kind, folder, as_starter=ours, now=now)


def publish(*, now: datetime) -> None:
    """Publish every draft that has a result."""
    publish_together(Assessment.objects.with_result(), now=now)


def export(folder: Path, slug: str = "") -> None:
    """Write a draft, else the first, and every passage as files that `load` takes back."""
    rows = Assessment.objects.filter(slug=slug) if slug else Assessment.objects.all()
    content.export(ASSESSMENT, folder, keys=[row.slug for row in rows[:1]])
    content.export(PASSAGE, folder)
