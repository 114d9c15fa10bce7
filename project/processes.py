"""The four processes and how each is started, for `bin/serve`, `bin/demo` and containers.

Run as `python -m project.processes web|mail|guides|beat` (becomes that process) or
`… serve --port N` (runs all four, starts again what dies, ends all at Ctrl-C).
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

BIN = Path(sys.executable).parent
VAR = Path(os.environ.get("VAR_DIR") or Path(__file__).resolve().parent.parent / "var")


def web(host: str, port: int) -> list[str]:
    """The web process: granian, one process of four threads; more by WEB_WORKERS."""
    workers = os.environ.get("WEB_WORKERS", "1")
    return [
        *(str(BIN / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", workers, "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "project.wsgi:application"),
    ]


def celery(*arguments: str) -> list[str]:
    return [str(BIN / "celery"), "--quiet", "-A", "project", *arguments]


def worker(queue: str, *arguments: str) -> list[str]:
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO")
    return celery("worker", "-Q", queue, "-n", f"{queue}-{os.getpid()}@%h", *quiet, *arguments)


def commands(host: str = "127.0.0.1", port: int = 8000) -> dict[str, Callable[[], list[str]]]:
    """The command line of each process, by name."""
    return {
        "web": lambda: web(host, port),
        "mail": lambda: worker("mail", "--pool", "solo"),
        "guides": lambda: worker(
            *("guides", "--pool", "prefork", "--concurrency", os.environ.get("GUIDE_WORKERS", "1")),
            *("--max-tasks-per-child", "100", "--max-memory-per-child", "600000"),
            *("--time-limit", "120"),
        ),
        "beat": lambda: celery(
            *("beat", "--schedule", str(VAR / f"beat-{os.getpid()}"), "--pidfile", ""),
            *("--loglevel", "WARNING", "--max-interval", "1"),
        ),
    }


class Group:
    """Four children; one that dies is started again after a second."""

    def __init__(self, lines: dict[str, Callable[[], list[str]]]) -> None:
        self.lines = lines
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = threading.Event()

    def start(self, name: str) -> None:
        self.children[name] = subprocess.Popen(self.lines[name](), start_new_session=True)  # noqa: S603 (our own lines)
        note = VAR / f"{name}.pid"
        fresh = note.with_suffix(".new")
        fresh.write_text(str(self.children[name].pid))
        fresh.replace(note)  # whoever reads it finds a whole number

    def watch(self) -> None:
        """Start all; until told to stop, start again what died."""
        for name in self.lines:
            self.start(name)
        while not self.stopping.wait(0.5):
            for name, child in list(self.children.items()):
                if child.poll() is not None:
                    print(f"{name} ended ({child.returncode}); starting it again", flush=True)
                    self.start(name)
        self.end()

    def end(self) -> None:
        """Ask all to end; after ten seconds, insist."""
        self.signal(signal.SIGTERM)
        deadline = time.monotonic() + 10
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue
        self.signal(signal.SIGKILL)

    def signal(self, number: int) -> None:
        for child in self.children.values():
            try:
                os.killpg(child.pid, number)
            except ProcessLookupError:
                continue

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()


def main() -> None:
    parser = argparse.ArgumentParser(prog="processes", description=__doc__)
    parser.add_argument("process", choices=[*commands(), "serve"])
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    given = parser.parse_args()
    lines = commands(given.host, given.port)
    if given.process != "serve":
        line = lines[given.process]()
        os.execv(line[0], line)  # noqa: S606 (our own lines)
    group = Group(lines)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, group.stop)
    group.watch()


if __name__ == "__main__":
    main()
