"""The starter's assessment and passages, loaded and published as `start_content` does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from assessments.documents import ASSESSMENT, PASSAGE
from assessments.models import Assessment
from desk.actions.content import Documents
from publishing.actions import publish_together
from tests.offers import an_offer

BOTH = (Documents(ASSESSMENT), Documents(PASSAGE))


def differences(folder: Path) -> list[str]:
    return [line for one in BOTH for line in one.differences(folder)]


def load(folder: Path, *, now: datetime) -> None:
    for one in reversed(BOTH):
        one.load(folder, as_starter=True, now=now)


def publish(*, now: datetime) -> None:
    publish_together(Assessment.objects.with_result(), now=now)


def export(folder: Path) -> None:
    for one in BOTH:
        one.export(folder, an_offer(), "")
