"""Promises 1, 3: machines whose clocks differ, and a server that takes ten minutes to answer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.house import DemoHouse
from tests.crash.conftest import servers
from tests.crash.hosts import Hosts
from tests.crash.test_kill import queued, readers
from tests.mail.sink import Sink

HURRY = 15  # the 45 seconds of a silent worker are 3
CLAIM_SECONDS = 60 / HURRY  # what promise 3 allows
SLOW_SECONDS = 600 / HURRY


@pytest.fixture
def house(tmp_path: Path) -> DemoHouse:
    """Built, not running; a database for each test: a worker that a test kills at its end may leave
    a mail sent and not yet marked, which the next test's workers would take.
    """
    house = DemoHouse(tmp_path / "house", **servers(), QUICK_TICKS="no")
    house.build()
    house.patience = 40
    return house


@pytest.fixture
def hosts(house: DemoHouse, tmp_path: Path) -> Iterator[Hosts]:
    """Beat, and no worker yet."""
    made = Hosts(house, tmp_path, HURRY)
    made.start("beat", "beat")
    yield made
    made.stop()


def test_promise_1_hosts_whose_clocks_differ_send_nothing_twice_and_free_the_dead_in_time(
    hosts: Hosts,
) -> None:
    """An hour ahead, an hour back, 60 seconds apart; the one ahead dies with mails in hand."""
    mails = 200
    with Sink(delay=0.02) as sink:
        for host, ahead in {"ahead": 3600, "back": -3600, "true": 0, "near": 60}.items():
            hosts.start(host, ahead=ahead, EMAIL_URL=f"smtp://127.0.0.1:{sink.port}")
        hosts.house.until(hosts.are_heard, "all are at work")
        dead = hosts.pid("ahead")
        queued(hosts.house, sink, 0, mails)
        hosts.house.until(lambda: hosts.held(dead), "the one ahead holds mails")
        hosts.kill("ahead")
        died = time.monotonic()

        hosts.house.until(lambda: not hosts.held(dead), "the dead one's claims are free")
        assert time.monotonic() - died < CLAIM_SECONDS
        hosts.house.until(lambda: len(readers(sink)) == mails, "all mails out")
        assert len(sink.taken) - mails <= 1


def test_promise_3_live_worker_waiting_ten_minutes_on_a_slow_server_loses_none_of_its_claims(
    hosts: Hosts,
) -> None:
    """Two wait for answers of one server. That claims are looked after meanwhile is seen by those
    of the one that dies: a third has them within a minute.
    """
    mails, house = 10, hosts.house
    with Sink() as slow, Sink() as quick:
        slow.is_stalled = True
        for number, host in enumerate(("live", "dead")):
            queued(house, slow, 1000 + number * mails, mails)
            hosts.start(host, EMAIL_URL=f"smtp://127.0.0.1:{slow.port}")
            house.until(lambda number=number: len(slow.taken) > number, f"{host} waits")
        live, dead = hosts.pid("live"), hosts.pid("dead")
        # The first may have had one of the second's mails before that one was there.
        house.until(lambda: hosts.held(live) + hosts.held(dead) == 2 * mails, "all are claimed")
        kept, left = hosts.held(live), hosts.held(dead)
        assert left
        hosts.start("other", EMAIL_URL=f"smtp://127.0.0.1:{quick.port}")
        house.until(hosts.are_heard, "a third is at work")
        hosts.kill("dead")
        died = time.monotonic()

        house.until(lambda: not hosts.held(dead), "the dead one's claims are free")
        assert time.monotonic() - died < CLAIM_SECONDS
        house.until(lambda: len(readers(quick)) == left, "its mails are out")
        while time.monotonic() - died < SLOW_SECONDS:
            assert hosts.held(live) == kept
            time.sleep(0.2)
        slow.is_stalled = False

        house.until(lambda: len(readers(slow) | readers(quick)) == 2 * mails, "all mails out")
        assert len(slow.taken) + len(quick.taken) - 2 * mails <= 1
