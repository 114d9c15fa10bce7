"""Who wakes whom: every tick has its process; no wake dies by a clock, none piles up."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from celery import Celery

from project import beat
from project.beat_schedule import TICKS, own_queue, queues
from project.celery import app


@pytest.fixture
def scheduler() -> Iterator[beat.Beat]:
    """Beat, with this process's memory for a broker."""
    other = Celery("other", broker="memory://", set_as_current=False)
    other.conf.task_routes = (own_queue,)
    other.conf.beat_schedule = beat.schedule()
    made = beat.Beat(other)
    yield made
    for task in TICKS:
        made.producer.channel.queue_purge(task)


def waiting(scheduler: beat.Beat, task: str) -> list[Any]:
    """Takes what waits in a tick's queue."""
    channel = scheduler.producer.channel
    return list(iter(lambda: channel.basic_get(task, no_ack=True), None))


def test_every_tick_is_a_task_that_one_process_takes() -> None:
    for task in TICKS:
        import_module(task.rpartition(".")[0])

    ours = {task for task, made in app.tasks.items() if made.__module__.endswith(".tasks")}
    assert ours == set(TICKS)
    assert sorted(queues("mail") + queues("guides")) == sorted(TICKS)


def test_one_wake_of_each_tick_waits_however_long_nobody_takes_it(scheduler: beat.Beat) -> None:
    for _ in range(3):
        for entry in scheduler.schedule.values():
            scheduler.apply_entry(entry, producer=scheduler.producer)

    assert {task: len(waiting(scheduler, task)) for task in TICKS} == dict.fromkeys(TICKS, 1)


def test_promise_1_wake_is_good_whatever_the_clock_of_who_takes_it(scheduler: beat.Beat) -> None:
    entry = scheduler.schedule["mail.tasks.send_due"]
    scheduler.apply_entry(entry, producer=scheduler.producer)
    (wake,) = waiting(scheduler, entry.task)

    assert wake.headers["expires"] is None
