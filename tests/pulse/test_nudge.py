"""Promise 21: whatever became of the broker, nobody who sends a form waits for it."""

from __future__ import annotations

import ast
import threading
from pathlib import Path

import pytest
from kombu.exceptions import OperationalError

from pulse import nudge

HOUSE = Path(nudge.__file__).resolve().parent.parent


class Broker:
    """A task whose broker is gone: it hangs until released, then refuses."""

    def __init__(self, *, hangs: bool = False) -> None:
        self.sent = 0
        self.release = threading.Event()
        if not hangs:
            self.release.set()

    def apply_async(self, **_options: object) -> None:
        self.release.wait(30)
        self.sent += 1
        raise OperationalError


@pytest.fixture
def nudger() -> nudge.Nudger:
    return nudge.Nudger()


def test_promise_21_nobody_waits_for_a_broker_that_hangs(nudger: nudge.Nudger) -> None:
    broker = Broker(hangs=True)

    for _ in range(nudge.WAITING * 3):
        nudger.nudge(broker)  # returns, though nothing was sent

    assert broker.sent == 0
    broker.release.set()
    nudger.wanted.join()


def test_broker_that_refuses_is_left_alone_for_a_while(nudger: nudge.Nudger) -> None:
    broker = Broker()

    for _ in range(5):
        nudger.nudge(broker)
    nudger.wanted.join()

    assert broker.sent == 1


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

    assert speaking == {"pulse/nudge.py"}
