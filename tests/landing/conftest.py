"""The starter's offer with its landing page, published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

import courses.starter
from desk.actions import content
from guides.documents import GUIDE
from landing.documents import LANDING
from landing.models import LandingPage
from tests import letters
from tests.assessments import starter
from tests.offers import HOME


@pytest.fixture
def landing(once: Callable[..., None], moment: datetime) -> LandingPage:
    def publish() -> None:
        letters.publish(moment)
        starter.load(HOME, now=moment)
        starter.publish(now=moment)
        for room in (courses.starter, content.Documents(GUIDE), content.Documents(LANDING)):
            room.load(HOME, as_starter=True, now=moment)
            room.publish(now=moment)

    once("landing", publish)
    return LandingPage.objects.get()
