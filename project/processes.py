"""The four processes and how each is started, for `bin/serve`, `bin/demo` and containers.

Run as `python -m project.processes web|mail|guides|beat` (becomes that process) or
`… serve --port N` (becomes the supervisor of all four).
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from project.beat_schedule import modules, queues
from project.env import HOUSE, environment, stop_on_wrong

VAR = Path(stop_on_wrong(lambda: environment.text("VAR_DIR", str(HOUSE / "var"))))


def positive(name: str, default: int, *, high: int = 64) -> int:
    return stop_on_wrong(lambda: environment.number(name, default, low=1, high=high))


def refuse_a_used_port(host: str, port: int) -> None:
    """Granian shares a port with whoever has it (SO_REUSEPORT), and both answer in turn."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as after a quick restart
        try:
            door.bind((host, port))
        except OSError as error:
            raise SystemExit(f"Cannot serve at {host}:{port}: {error.strerror}.") from None


def refuse_without_static_files() -> None:
    """In production each page asks for them by the names that collectstatic gives; or it is 500."""
    debug = stop_on_wrong(lambda: environment.flag("DEBUG"))
    if not debug and not (HOUSE / "staticfiles" / "staticfiles.json").exists():
        raise SystemExit("No style sheets or scripts are collected: run  manage.py collectstatic")


def web(host: str, port: int) -> list[str]:
    """The web process: granian, one process of four threads; more by WEB_WORKERS.

    Granian limits the time and size of heads, `project.request_bodies` those of bodies. HTTP/2 is a
    proxy's affair: unencrypted, only an attacker would speak it here.
    """
    workers = positive("WEB_WORKERS", 1)
    return [
        *(sys.executable, "-m", "project.web", "--interface", "asginl"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--no-ws", "--log-level", "warning", "--http", "1"),
        *("--http1-header-read-timeout", "15000", "--http1-buffer-size", "65536"),
        *("--respawn-failed-workers", "project.asgi:application"),
    ]


def serve(host: str, port: int) -> list[str]:
    """All four on one machine."""
    return [
        *(sys.executable, "-m", "project.supervisor"),
        *("--host", host, "--port", str(port)),
    ]


def celery(*arguments: str, app: str = "app") -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "-A", f"project.celery:{app}", *arguments]


def worker(name: str, *arguments: str) -> list[str]:
    # Workers need not know of each other, the database does: each of these is traffic in the
    # broker.
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO")
    taken, loaded = ",".join(queues(name)), ",".join(modules(name))
    here = ("-Q", taken, "-I", loaded, "-n", f"{name}-{os.getpid()}@%h")
    return celery("worker", *here, *quiet, *arguments)


def commands(host: str = "127.0.0.1", port: int = 8000) -> dict[str, Callable[[], list[str]]]:
    """The command line of each process, by name."""
    return {
        "web": lambda: web(host, port),
        "mail": lambda: worker("mail", "--pool", "solo"),
        "guides": lambda: worker(
            *("guides", "--pool", "prefork", "--concurrency", str(positive("GUIDE_WORKERS", 1))),
            # Setting a PDF leaves memory behind: a child makes room by ending, at most after so
            # much.
            *("--max-tasks-per-child", "100", "--max-memory-per-child", "170000"),
            *("--time-limit", "120"),
        ),
        "beat": lambda: celery(
            *("beat", "--scheduler", "project.beat:Beat", "--pidfile", ""),
            *("--loglevel", "WARNING", "--max-interval", "1"),
            app="waker",
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="processes", description=__doc__)
    parser.add_argument("process", choices=[*commands(), "serve"])
    host = stop_on_wrong(lambda: environment.text("HOST", "127.0.0.1"))
    parser.add_argument("--host", default=host)
    parser.add_argument("--port", type=int, default=positive("PORT", 8000, high=65535))
    given = parser.parse_args()
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # one for each thread holds on to what it had
    lines = commands(given.host, given.port)
    if given.process in ("web", "serve"):
        refuse_without_static_files()
        refuse_a_used_port(given.host, given.port)
    line = lines[given.process]() if given.process in lines else serve(given.host, given.port)
    # In place of this process, not beneath it: a supervisor's SIGTERM reaches the server itself.
    os.execv(line[0], line)  # noqa: S606 (our own lines)


if __name__ == "__main__":
    main()
