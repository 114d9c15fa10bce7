"""The starter assessment: as data, and published."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from assessments import files
from assessments.definition import Definition
from assessments.models import Assessment
from tests.assessments import starter
from tests.offers import HOME

CONTENT = HOME
BODY = files.read_body(CONTENT)
STARTER = Definition.from_body(BODY)


@pytest.fixture
def content() -> Path:
    return CONTENT


@pytest.fixture
def body() -> dict[str, Any]:
    """A fresh copy of the starter body, to be changed."""
    return deepcopy(BODY)


@pytest.fixture
def starter_definition() -> Definition:
    return STARTER


@pytest.fixture
def draft(once: Callable[..., None], moment: datetime) -> Assessment:
    """The starter content in the database, not published."""
    once("assessment", lambda: starter.load(CONTENT, now=moment))
    return Assessment.objects.get()


@pytest.fixture
def published(once: Callable[..., None], moment: datetime) -> Assessment:
    def publish() -> None:
        starter.load(CONTENT, now=moment)
        starter.publish(now=moment)

    once("published assessment", publish)
    return Assessment.objects.get()
