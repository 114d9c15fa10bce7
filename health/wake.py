"""Waking a worker now instead of at its next tick. A thread of its own speaks to the broker, so
that nobody who is waiting for a page ever waits for a broker that is gone.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from typing import Any

from celery import Task
from kombu import Producer

WAITING = 20  # nudges beyond these are dropped: one is enough
QUIET_SECONDS = 5.0  # after a failure the broker is left alone so long
log = logging.getLogger(__name__)


def is_waiting(task: str, producer: Producer) -> bool:
    """Whether a wake waits in a task's queue already: whoever takes it sees all that is committed
    by now, so a second would tell nothing. It bounds every queue without anybody's clock.
    """
    queue = producer.channel.queue_declare(task)  # type: ignore[union-attr]  # any real channel can
    return bool(queue.message_count)


class Nudger:
    """One process's thread for nudges; starts with the first, again after a fork."""

    def __init__(self) -> None:
        self.pid = 0
        self.wanted: queue.Queue[Task[Any, Any]] = queue.Queue(WAITING)

    def nudge(self, task: Task[Any, Any]) -> None:
        """Wake a worker for `task` soon, or never: a lost nudge costs seconds."""
        if self.pid != os.getpid():
            # No thread lives on in a forked child, and the parent's queue may have been locked as
            # it was copied: the child begins with its own.
            self.pid, self.wanted = os.getpid(), queue.Queue(WAITING)
            threading.Thread(
                target=self.run, args=(self.wanted,), name="nudges", daemon=True
            ).start()
        try:
            self.wanted.put_nowait(task)
        except queue.Full:
            log.debug("a nudge was dropped")

    def run(self, tasks: queue.Queue[Task[Any, Any]]) -> None:
        quiet_until = 0.0
        while True:
            task = tasks.get()
            if time.monotonic() >= quiet_until and not self.sent(task):
                quiet_until = time.monotonic() + QUIET_SECONDS
            tasks.task_done()

    def sent(self, task: Task[Any, Any]) -> bool:
        try:
            with task.app.producer_or_acquire() as producer:
                if not is_waiting(task.name, producer):
                    task.apply_async(producer=producer, retry=False)
        except Exception as error:  # whatever it is, the tick does the work
            log.warning("nudge not sent: %s", type(error).__name__)
            return False
        return True


_nudger = Nudger()


def wake(task: Task[Any, Any]) -> None:
    """Wake a worker for a task whose rows are committed."""
    _nudger.nudge(task)
