"""This process's name for claims, and the thread that says every 10 seconds that it lives."""

from __future__ import annotations

import atexit
import logging
import os
import secrets
import socket
import threading

from django.db import DatabaseError, connection

from pulse import actions

EVERY_SECONDS = 10
log = logging.getLogger(__name__)


class Pulse:
    """One process's heartbeat; starts on the first claim, again after a fork."""

    def __init__(self) -> None:
        self.pid = 0
        self.name = ""
        self.stopped = threading.Event()

    def start(self, kind: str) -> str:
        """The process's name, its heart beating."""
        if self.pid != os.getpid():
            self.pid = os.getpid()
            self.name = f"{socket.gethostname()[:60]}:{self.pid}:{secrets.token_hex(4)}"
            self.stopped = threading.Event()
            actions.beat(worker=self.name, kind=kind)
            threading.Thread(
                target=self.run, args=(kind, self.stopped), name="heartbeat", daemon=True
            ).start()
            atexit.register(self.stop)
        return self.name

    def run(self, kind: str, stopped: threading.Event) -> None:
        while not stopped.wait(EVERY_SECONDS):
            try:
                actions.beat(worker=self.name, kind=kind)
            except DatabaseError as error:
                log.warning("heartbeat missed: %s", type(error).__name__)
            finally:
                connection.close()

    def stop(self) -> None:
        self.stopped.set()


_pulse = Pulse()


def name(kind: str = "worker") -> str:
    """The name this process signs its claims with. The first call starts its heartbeat."""
    return _pulse.start(kind)
