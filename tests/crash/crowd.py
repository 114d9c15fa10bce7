"""So many visitors ask for their guide, on a disk that fills meanwhile: what each of them gets."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from demo.house import DemoHouse
from tests.crash.disk import fill, let_go
from tests.crash.test_guides import rows
from tests.mail.sink import Sink

MEGABYTES = 32
LITTLE = 4_000_000  # bytes: less than the fifth of it that guides leave to rows and letters
STANDSTILL = 4  # seconds
AFTER = timedelta(minutes=3)  # guides look every two minutes whether there is room
ASK = """
import json
from tests.offers import HOME, SAMPLES
from assessments import actions as assessments
from guides import actions as guides
from guides.models import Guide
from health.clock import now
sheet = json.loads((SAMPLES / "ally.json").read_text())["answers"]
for number in range({readers}):
    guide = Guide.objects.get(offer__is_home=True)
    made = assessments.start(assessment=guide.assessment, now=now())
    assessments.answer(attempt=made, answers=sheet, now=now())
    guides.request_guide(
        attempt=assessments.finish(attempt=made, now=now()), email=f"reader{{number}}@example.net",
        first_name="Robin", zone="UTC", paper="a4", now=now())
"""


@dataclass(frozen=True)
class Served:
    """What became of it."""

    letters: Counter[str]  # by address
    stray_files: set[str]  # that no row named while the disk was full
    waiting: int  # guides put off for want of room
    files: int  # in the end


def serve(
    house: DemoHouse,
    sink: Sink,
    filler: Path,
    readers: int,
    tell: Callable[[str], None] = lambda _words: None,
) -> Served:
    """The disk is full just as a guide is set, so that writing it fails; then there is room for
    rows and letters but for no guide; then for all. `tell` hears how far it is.
    """
    folder = house.var / "media" / "guides"
    house.manage("shell", "--verbosity", "0", "-c", ASK.format(readers=readers))
    house.until(lambda: rows(house, "state = 'ready'"), "the first guide is made", 60)
    house.until(lambda: rows(house, "state = 'building'"), "one is being set", 60)
    for _round in range(3):  # what the processes let go meanwhile
        fill(filler)
        time.sleep(STANDSTILL / 3)
    stray = {file.name for file in folder.iterdir()} - {
        Path(name).name for name in rows(house, "file <> ''", "file")
    }

    let_go(filler, LITTLE)
    travel(house, AFTER)
    one_by_one(house, lambda: len(letters(sink)), readers, "letter")
    waiting = len(rows(house, "state <> 'ready'"))
    tell(f"{readers} letters are out, {waiting} guides wait for room")

    filler.unlink()
    travel(house, 2 * AFTER)
    one_by_one(house, lambda: len(rows(house, "state = 'ready'")), readers, "guide")
    tell(f"{readers} guides are made")
    house.until(house.ready, "the house is well", 60)
    return Served(letters(sink), stray, waiting, len(list(folder.iterdir())))


def one_by_one(house: DemoHouse, count: Callable[[], int], wanted: int, what: str) -> None:
    """Wait for so many, two minutes for each."""
    while (so_far := count()) < wanted:
        house.until(lambda so_far=so_far: count() > so_far, f"{what} {so_far + 1}", 120)


def letters(sink: Sink) -> Counter[str]:
    return Counter(taken.recipient for taken in list(sink.taken))


def travel(house: DemoHouse, ahead: timedelta) -> None:
    house.travel(datetime.now(UTC) + ahead)
