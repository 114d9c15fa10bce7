"""This process's name for claims, and the thread that says every 10 seconds that it lives and sees
who else does.
"""

from __future__ import annotations

import atexit
import contextlib
import itertools
import logging
import os
import re
import secrets
import socket
import threading
from time import monotonic

from django.db import Error, connection

from health import actions
from health.liveness import Watch

LOOK_SECONDS = 5  # every second look, the counter is raised
_UNFIT = re.compile(r"[^A-Za-z0-9.-]")  # the name is a file's name, too
log = logging.getLogger(__name__)


class HeartbeatThread:
    """One process's heartbeat and its watch over the others; starts on the first claim, again after
    a fork.
    """

    def __init__(self) -> None:
        self.pid = 0
        self.name = ""
        self.stopped = threading.Event()

    def start(self, kind: str) -> str:
        """The process's name, its heart beating."""
        if self.pid != os.getpid():
            self.pid = os.getpid()
            host = _UNFIT.sub("-", socket.gethostname())[:60]
            # Never host and pid alone: a container that begins again has both of its dead
            # predecessor, and would pass for that one in every claim.
            self.name = f"{host}:{self.pid}:{secrets.token_hex(4)}"
            self.stopped = threading.Event()
            actions.beat(worker=self.name, kind=kind)
            threading.Thread(
                target=self.run, args=(kind, self.stopped), name="heartbeat", daemon=True
            ).start()
            atexit.register(self.stop)
        else:
            # Whoever was held up for so long that others took it for dead is back under its name
            # before it claims anything.
            actions.beat(worker=self.name, kind=kind)
        return self.name

    def run(self, kind: str, stopped: threading.Event) -> None:
        """Watch and beat until told to stop."""
        watch = Watch()
        for number in itertools.count(1):
            try:
                if number % 2 == 0:
                    actions.beat(worker=self.name, kind=kind)
                actions.look(watch, at=monotonic())
            except Error as error:
                watch.forget()  # the others may be held up by the same
                log.warning("heartbeat missed: %s", type(error).__name__)
            finally:
                connection.close()
            if stopped.wait(LOOK_SECONDS):
                return

    def stop(self) -> None:
        """At the process's end."""
        self.stopped.set()
        if self.pid == os.getpid():  # not for its parent, in a child that never claimed
            with contextlib.suppress(Error):
                actions.rest(worker=self.name)


_heart = HeartbeatThread()


def name(kind: str = "worker") -> str:
    """The name this process signs its claims with. The first call starts its heartbeat."""
    return _heart.start(kind)
