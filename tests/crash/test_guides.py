"""kill -9 of a guide worker in mid-build: another takes over within a minute, no mail waits."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from demo.house import DemoHouse

READERS = 3
LESSON = "When a client says yes and nothing happens"
GUIDE = "Your Resistance Reframe guide"
ASK = f"""
import json
from tests.offers import HOME, SAMPLES
from django.db import transaction
from assessments import actions as assessments
from guides.models import Guide
from guides import actions as guides
from health.clock import now
sheet = json.loads((SAMPLES / "ally.json").read_text())["answers"]
with transaction.atomic():
    for number in range({READERS}):
        guide = Guide.objects.get(offer__is_home=True)
        made = assessments.start(assessment=guide.assessment, now=now())
        assessments.answer(attempt=made, answers=sheet, now=now())
        asked = guides.request_guide(
            attempt=assessments.finish(attempt=made, now=now()), share=False, wants_course=True,
            email=f"reader{{number}}@example.net", first_name="Robin", zone="UTC", paper="a4",
            now=now())
        asked = guides.receive(asked.pk, now=now())
        wanted = guides.changes(asked, asked.copy.contact)
        guides.confirm(request=asked, accepted=wanted, now=now())
"""


def rows(house: DemoHouse, where: str, column: str = "uid") -> list[str]:
    """Of the copies of which `where` holds, one column; asked from outside."""
    opened = sqlite3.connect(f"file:{house.var}/db.sqlite3?mode=ro", uri=True)
    try:
        found = opened.execute(f"SELECT {column} FROM guides_guidecopy WHERE {where}")
        return [value for (value,) in found]
    finally:
        opened.close()


def to(house: DemoHouse, subject: str) -> Counter[str]:
    """How many mails of a subject each reader got."""
    return Counter(mail["To"] for _file, mail in house.mails() if mail["Subject"] == subject)


def next_tuesday() -> datetime:
    """Five past nine there: a time at which a lesson may go."""
    soon = datetime.now(UTC).replace(hour=9, minute=5) + timedelta(days=2)
    return soon + timedelta(days=(1 - soon.weekday()) % 7)


def killed_in_mid_build(house: DemoHouse) -> str | None:
    """Kill the worker while a copy is being made; the copy it leaves behind."""
    if not rows(house, "state = 'building'"):
        return None
    house.kill("guides")
    return next(iter(rows(house, "state = 'building'")), None)


def test_copy_of_a_killed_worker_is_taken_over_within_a_minute_and_no_lesson_waits_for_it(
    build: Callable[..., DemoHouse],
) -> None:
    house = build()
    house.patience = 60
    house.manage("shell", "--verbosity", "0", "-c", ASK)

    left = house.until(lambda: killed_in_mid_build(house), "a worker dies in mid-build")
    died = time.monotonic()
    (worker,) = rows(house, f"uid = '{left}'", "claimed_by")
    house.travel(next_tuesday())
    house.until(lambda: len(to(house, LESSON)) == READERS, "a lesson to every reader")
    assert rows(house, f"uid = '{left}' AND claimed_by = '{worker}'")

    house.until(lambda: rows(house, f"uid = '{left}' AND claimed_by <> '{worker}'"), "taken over")
    assert time.monotonic() - died < 60
    house.until(lambda: len(rows(house, "state = 'ready'")) == READERS, "every guide made")
    house.until(lambda: len(to(house, GUIDE)) == READERS, "every guide's letter")
    assert set(to(house, GUIDE).values()) == {1}
    assert len(list((house.var / "media" / "guides").iterdir())) == READERS
