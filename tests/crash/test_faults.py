"""Promise 1 beyond kills: a full disk, a stepped clock, a container replaced without its folder."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.house import DemoHouse
from tests.crash.conftest import servers
from tests.crash.crowd import serve
from tests.crash.disk import fill
from tests.crash.test_kill import MAILS, queued, readers
from tests.mail.sink import Sink

CLOCK = Path(__file__).resolve().parent / "clock"
HELD = "from mail.models import Message; print(Message.objects.filter(state='sending').count())"


def test_promise_1_full_disk_loses_nothing_sends_nothing_twice_and_the_house_recovers(
    disk: Path, build: Callable[..., DemoHouse]
) -> None:
    with Sink(delay=0.02) as sink:
        house = build(disk / "house", EMAIL_URL=f"smtp://127.0.0.1:{sink.port}")
        new = queued(house, sink, 0)
        house.until(lambda: len(new()) >= MAILS // 4, "a quarter out", 40)
        for _round in range(3):  # what the processes let go meanwhile
            fill(disk / "filler")
            time.sleep(1)
        house.kill("mail")
        time.sleep(5)
        assert len(sink.taken) - len(readers(sink)) <= 1

        (disk / "filler").unlink()

        house.until(lambda: len(readers(sink)) == MAILS, "all mails out", 100)
        house.until(house.ready, "the house is well", 60)
        assert len(sink.taken) - MAILS <= 1


def test_promise_1_crowd_of_guide_requests_on_a_small_disk_loses_nothing_and_gets_nothing_twice(
    disk: Path, build: Callable[..., DemoHouse]
) -> None:
    """Six in place of the sixty of `bin/bench crash disk`."""
    with Sink() as sink:
        house = build(disk / "house", EMAIL_URL=f"smtp://127.0.0.1:{sink.port}")

        served = serve(house, sink, disk / "filler", 6)

    assert served.letters == {f"reader{number}@example.net": 1 for number in range(6)}
    assert served.stray_files == set()
    assert served.waiting
    assert served.files == 6


@pytest.mark.parametrize("step", [3600, -3600])
def test_promise_1_stepped_clock_sends_nothing_twice_and_frees_the_dead(
    step: int, build: Callable[..., DemoHouse], tmp_path: Path
) -> None:
    file = tmp_path / "step"
    with Sink(delay=0.02) as sink:
        house = build(
            EMAIL_URL=f"smtp://127.0.0.1:{sink.port}",
            PYTHONPATH=str(CLOCK),
            CLOCK_STEP=str(file),
            **servers(),
        )
        new = queued(house, sink, 0)
        house.until(lambda: len(new()) >= MAILS // 4, "a quarter out", 40)
        house.kill("mail")
        file.write_text(str(step))

        house.until(
            lambda: house.manage("shell", "--verbosity", "0", "-c", HELD).strip() == "0",
            "the dead worker's claims are free",
            75,
        )
        file.write_text("0")

        house.until(lambda: len(readers(sink)) == MAILS, "all mails out", 60)
        assert len(sink.taken) - MAILS <= 1


def test_promise_1_container_replaced_without_its_folder_sends_nothing_twice(
    build: Callable[..., DemoHouse], tmp_path: Path
) -> None:
    with Sink(delay=0.02) as sink:
        world = servers() | {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}
        house = build(**world)
        new = queued(house, sink, 0)
        house.until(lambda: len(new()) >= MAILS // 4, "a quarter out", 40)
        end(house)
        shutil.rmtree(house.var)

        fresh = build(tmp_path / "fresh", is_empty=False, **world)

        fresh.until(lambda: len(readers(sink)) == MAILS, "all mails out", 90)
        assert len(sink.taken) - MAILS <= 1


def end(house: DemoHouse) -> None:
    """kill -9 for all of it at once."""
    assert house.group
    house.group.kill()
    for name in ("mail", "guides", "beat", "web"):
        with contextlib.suppress(OSError):
            house.kill(name)
    house.group.wait(10)
