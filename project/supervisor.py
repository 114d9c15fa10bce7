"""The four processes of one machine, for `bin/serve` and `bin/demo`: started, started again when
they die, ended together.

All are forked from this one, which has loaded what they share and does nothing else with it: no
thread, no connection. Each then becomes what its command line in `processes` says.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import ctypes
import gc
import math
import multiprocessing
import os
import runpy
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from multiprocessing.process import BaseProcess
from types import FrameType

from project.beat_schedule import modules
from project.processes import VAR, commands

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SHARED = ("project.asgi", "celery.bin.beat", "celery.bin.worker", "granian.cli", *modules("mail"))
FORK = multiprocessing.get_context("fork")

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
A_MINUTE = 60.0
# Of Linux's prctl(2). Its “parent” is the thread that forked: only the main one may start children.
PR_SET_PDEATHSIG = 1


def load() -> None:
    """What the children share; what only one of them needs it loads itself. A garbage collector
    would write to all of it, and so copy it into each.
    """
    for module in SHARED:
        import_module(module)
    gc.collect()
    gc.freeze()


def become(line: Callable[[], list[str]]) -> None:
    """Run a line `python -m MODULE …` in this process."""
    sys.argv = line()[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def end_with(parent: int) -> None:
    """Let this process be asked to end when its parent is gone, also by kill -9: four roles that
    nobody watches would go on beside those of the next start, and hold its port. Only Linux can.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it died between the fork and that call, which now says nothing
        sys.exit(1)


def begin(main: Callable[[], None], parent: int) -> None:
    """The child: in a group of its own, without the handlers of its parent."""
    # Ctrl-C at a terminal goes to the whole foreground group: in groups of their own the children
    # are ended by the supervisor alone, in its order.
    os.setpgid(0, 0)
    end_with(parent)
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    try:
        main()
    finally:
        atexit._run_exitfuncs()  # multiprocessing leaves them out


class ProcessGroup:
    """Children by name; one that dies is started again after half a second, and one that does not
    live a minute after twice as long each time, up to half a minute: what makes it die at once
    (a port in use, no database) would else fill the log and the processor. A full disk or a system
    short of processes ends none of this: what fails is tried again.
    """

    def __init__(
        self, mains: dict[str, Callable[[], None]], *, longest_pause: float = LONGEST_PAUSE
    ) -> None:
        self.mains = mains
        self.longest_pause = longest_pause
        self.children: dict[str, BaseProcess] = {}
        self.noted: dict[str, int] = {}
        self.started_at: dict[str, float] = {}
        self.pauses: dict[str, float] = {}  # the last one before a start
        self.due_at: dict[str, float] = {}  # of those that wait for their next start
        self.stopping = threading.Event()

    def start(self, name: str) -> None:
        """Fork. A signal that comes meanwhile is dealt with by the one it was meant for."""
        child = FORK.Process(target=begin, args=(self.mains[name], os.getpid()), name=name)
        # Between the fork and `begin` the child has its parent's handlers: a signal in that moment
        # would set the stop of a copy, and the child would live on.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            child.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        with contextlib.suppress(OSError):  # whoever is first, of parent and child
            os.setpgid(pid_of(child), pid_of(child))
        self.children[name] = child
        self.started_at[name] = time.monotonic()
        self.due_at.pop(name, None)

    def note(self, name: str, pid: int) -> None:
        """Its number in a file; whoever reads it finds a whole one."""
        fresh = VAR / f"{name}.new"
        fresh.write_text(str(pid))
        fresh.replace(VAR / f"{name}.pid")
        self.noted[name] = pid

    def look(self, name: str) -> None:
        """Start one that is not there, or no more."""
        child, now = self.children.get(name), time.monotonic()
        if child is not None and child.exitcode is not None and name not in self.due_at:
            pause = self.pause(name, now)
            self.due_at[name] = now + pause
            say(f"{name} ended ({child.exitcode}); starting it again in {pause:g} s")
        if child is None or now >= self.due_at.get(name, math.inf):
            self.start(name)
        if self.noted.get(name) != (pid := pid_of(self.children[name])):
            self.note(name, pid)

    def pause(self, name: str, now: float) -> float:
        """How long one that has just died stays away."""
        lived = now - self.started_at[name] >= A_MINUTE
        longer = self.pauses.get(name, 0.0) * 2
        self.pauses[name] = (
            FIRST_PAUSE if lived else min(max(FIRST_PAUSE, longer), self.longest_pause)
        )
        return self.pauses[name]

    def watch(self) -> None:
        """Start all; until told to stop, start again what died."""
        while True:
            for name in self.mains:
                try:
                    self.look(name)
                except OSError as error:
                    say(f"{name}: {error.strerror}")
            if self.stopping.wait(0.5):
                break
        self.end()

    def end(self) -> None:
        """Ask all to end; after ten seconds, insist."""
        self.signal(signal.SIGTERM)
        deadline = time.monotonic() + 10
        for child in self.children.values():
            child.join(max(0.1, deadline - time.monotonic()))
        self.signal(signal.SIGKILL)

    def signal(self, number: int) -> None:
        for child in self.children.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid_of(child), number)

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()


def pid_of(child: BaseProcess) -> int:
    assert child.pid is not None, "it was started"
    return child.pid


def say(words: str) -> None:
    """One line; where even that finds no room, none."""
    with contextlib.suppress(OSError):
        print(words, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="supervisor", description=__doc__)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--longest-pause", type=float, default=LONGEST_PAUSE, help="seconds")
    given = parser.parse_args()
    lines = commands(given.host, given.port)
    for line in lines.values():
        line()  # a wrong setting ends it here, in one line
    load()
    mains: dict[str, Callable[[], None]] = {
        name: partial(become, line) for name, line in lines.items()
    }
    group = ProcessGroup(mains, longest_pause=given.longest_pause)
    for number in ENDING:
        signal.signal(number, group.stop)
    group.watch()


if __name__ == "__main__":
    main()
