"""The starter guide, published; answers that were given; a worker that lives."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest

import courses.starter
from assessments import actions as assessments_actions
from assessments.models import Assessment, Attempt
from desk.actions import content
from guides import actions, pdf
from guides.documents import GUIDE
from guides.models import Guide, GuideCopy
from health.actions import beat
from tests import letters
from tests.askings import asked
from tests.assessments import starter
from tests.offers import HOME, SAMPLES

WORKER = "guides-worker"


def answers(profile: str) -> dict[str, object]:
    return json.loads((SAMPLES / f"{profile}.json").read_text())["answers"]


@pytest.fixture
def guide(once: Callable[..., None], moment: datetime) -> Guide:
    def publish() -> None:
        letters.publish(moment)
        for room in (starter, courses.starter, content.Documents(GUIDE)):
            room.load(HOME, now=moment, **({} if room is starter else {"as_starter": True}))
            room.publish(now=moment)

    once("guide", publish)
    return Guide.objects.get()


@pytest.fixture
def answered(guide: Guide, moment: datetime) -> Callable[..., Attempt]:
    """`answered("push")`: a finished attempt of that sample person."""

    def finished(profile: str = "push") -> Attempt:
        attempt = assessments_actions.start(assessment=Assessment.objects.get(), now=moment)
        assessments_actions.answer(attempt=attempt, answers=answers(profile), now=moment)
        return assessments_actions.finish(attempt=attempt, now=moment)

    return finished


@pytest.fixture
def attempt(answered: Callable[..., Attempt]) -> Attempt:
    return answered()


@pytest.fixture
def ask(attempt: Attempt, moment: datetime) -> Callable[..., GuideCopy]:
    """`ask(email=…)` asks for the guide of one attempt."""

    def ask(**changes: object) -> GuideCopy:
        given = {
            "attempt": attempt,
            "email": "robin@example.org",
            "first_name": "Robin",
            "zone": "Europe/Berlin",
            "paper": "a4",
            "wants_course": False,
            "share": False,
            "now": moment,
        }
        return asked(**{**given, **changes})

    return ask


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch, settings, tmp_path) -> list[str]:
    """A press that sets at once, and the papers it was asked for."""
    settings.MEDIA_ROOT = tmp_path
    papers: list[str] = []

    def fast(_document: object, *, paper: str, pictures: object) -> bytes:
        papers.append(paper)
        return b"%PDF-1.7 " + b"x" * 91

    monkeypatch.setattr(pdf, "pdf", fast)
    return papers


@pytest.fixture
def made(press: list[str], at, moment: datetime) -> Callable[..., int]:
    """`made()`: the worker makes what is due at `now`."""

    def make(now: datetime = moment, worker: str = WORKER) -> int:
        at(now)
        beat(worker=worker, kind="guides")
        return actions.build_due(worker=worker, clock=lambda: now)

    return make
