"""Who is taken for dead: a counter that stood still before the watcher's own eyes, no clock."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from health import actions
from health.liveness import Watch
from health.models import Heartbeat, dead

type At = Callable[[datetime], None]


def looks(counts: Callable[[int], dict[str, int]], *, until: int) -> list[int]:
    """At which seconds a watcher that looks every five finds somebody silent."""
    watch = Watch()
    return [at for at in range(0, until, 5) if watch.look(counts(at), float(at))]


def test_counter_that_stands_still_for_45_seconds_is_silent() -> None:
    assert looks(lambda _at: {"one": 7}, until=60) == [45, 50, 55]


def test_promise_3_worker_that_waits_ten_minutes_on_a_slow_server_is_never_silent() -> None:
    assert looks(lambda at: {"slow": at // 10}, until=600) == []


def test_beats_that_are_missed_for_half_a_minute_kill_nobody() -> None:
    assert looks(lambda at: {"one": min(at // 10, 3) + at // 70}, until=70) == []


def test_watcher_that_could_not_look_for_a_while_begins_anew() -> None:
    watch = Watch()
    watch.look({"one": 7}, 0.0)

    assert watch.look({"one": 7}, 300.0) == []  # PostgreSQL was away: for the other, too
    for at in range(305, 345, 5):
        assert watch.look({"one": 7}, float(at)) == []
    assert watch.look({"one": 7}, 345.0) == ["one"]


def test_watcher_in_trouble_begins_anew() -> None:
    watch = Watch()
    for at in range(0, 45, 5):
        watch.look({"one": 7}, float(at))

    watch.forget()

    assert watch.look({"one": 7}, 45.0) == []


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-1, 1, 24])
def test_promise_1_stepped_clock_neither_kills_the_living_nor_holds_up_the_dead(
    hours: int, at: At, moment: datetime
) -> None:
    at(moment)
    watch, seconds = Watch(), itertools.count(0, 5)
    actions.beat(worker="living", kind="mail")
    actions.beat(worker="dead", kind="mail")
    actions.look(watch, at=float(next(seconds)))

    at(moment + timedelta(hours=hours))
    for second in itertools.islice(seconds, 9):
        if second % 10 == 0:
            actions.beat(worker="living", kind="mail")
        actions.look(watch, at=float(second))

    assert dead(["living", "dead"]) == {"dead"}


@pytest.mark.django_db
def test_one_that_beats_at_the_last_moment_lives() -> None:
    actions.beat(worker="slow", kind="mail")
    seen = Heartbeat.objects.get().count
    actions.beat(worker="slow", kind="mail")

    actions._bury("slow", seen)

    assert dead(["slow"]) == set()


@pytest.mark.django_db
def test_worker_taken_for_dead_is_back_with_its_next_beat() -> None:
    actions.rest(worker="slow")
    assert dead(["slow"]) == {"slow"}

    actions.beat(worker="slow", kind="mail")

    assert dead(["slow"]) == set()


@pytest.mark.django_db
def test_single_runs_leave_in_the_row_what_they_saw_and_allow_ten_minutes(
    moment: datetime,
) -> None:
    actions.beat(worker="one", kind="mail")

    found = [
        actions.look_once(now=moment + timedelta(minutes=minutes)) for minutes in (0, 1, 9, 10)
    ]

    assert found == [0, 0, 0, 1]
    assert dead(["one"]) == {"one"}


@pytest.mark.django_db
def test_single_runs_let_a_worker_be_that_beats_between_them(moment: datetime) -> None:
    for minutes in range(0, 60, 5):
        actions.beat(worker="one", kind="mail")
        assert actions.look_once(now=moment + timedelta(minutes=minutes)) == 0


@pytest.mark.django_db
def test_single_runs_whose_clock_stepped_back_note_anew(moment: datetime) -> None:
    actions.beat(worker="one", kind="mail")
    actions.look_once(now=moment + timedelta(hours=1))

    assert actions.look_once(now=moment) == 0
    assert actions.look_once(now=moment + timedelta(minutes=10)) == 1
