"""Promise 21: whatever became of the broker, nobody who sends a form waits for it."""

from __future__ import annotations

import ast
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import Celery, Task
from kombu.exceptions import OperationalError

from health import wake

pytestmark = pytest.mark.slow

HOUSE = Path(wake.__file__).resolve().parent.parent


class Broker:
    """The app of a task whose broker is gone: it hangs until released, then refuses."""

    def __init__(self, *, hangs: bool = False) -> None:
        self.asked = 0
        self.release = threading.Event()
        if not hangs:
            self.release.set()
        self.app = self

    @contextmanager
    def producer_or_acquire(self) -> Iterator[None]:
        self.release.wait(30)
        self.asked += 1
        raise OperationalError
        yield


@pytest.fixture
def nudger() -> wake.Nudger:
    return wake.Nudger()


@pytest.fixture
def task() -> Task:
    """A task whose broker is this process's memory."""
    app = Celery("other", broker="memory://", set_as_current=False)
    app.conf.task_routes = (lambda name, *_call, **_options: {"queue": name},)

    @app.task(name="one")
    def one() -> None:
        """Does nothing."""

    return one


def waiting(task: Task) -> int:
    with task.app.connection_for_read() as connection, connection.channel() as channel:
        return int(channel.queue_declare(task.name).message_count)


def test_promise_21_nobody_waits_for_a_broker_that_hangs(nudger: wake.Nudger) -> None:
    broker = Broker(hangs=True)

    for _ in range(wake.WAITING * 3):
        nudger.nudge(broker)  # returns, though nothing was sent

    assert broker.asked == 0
    broker.release.set()
    nudger.wanted.join()


def test_broker_that_refuses_is_left_alone_for_a_while(nudger: wake.Nudger) -> None:
    broker = Broker()

    for _ in range(5):
        nudger.nudge(broker)
    nudger.wanted.join()

    assert broker.asked == 1


def test_one_nudge_waits_however_many_were_wanted(nudger: wake.Nudger, task: Task) -> None:
    for _ in range(5):
        nudger.nudge(task)
    nudger.wanted.join()

    assert waiting(task) == 1


def test_promise_21_nothing_else_speaks_to_the_broker_while_somebody_waits() -> None:
    ours = [file for file in HOUSE.glob("*/**/*.py") if file.parts[len(HOUSE.parts)] != "tests"]
    names = {"delay", "apply_async", "send_task"}

    speaking = {
        str(file.relative_to(HOUSE))
        for file in ours
        if not {".venv", "var"} & set(file.parts)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in names
    }

    # beat's own process makes nobody wait
    assert speaking == {"health/wake.py", "project/beat.py"}
