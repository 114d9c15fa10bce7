"""What benchmarks need of the machine: packages, private servers, Node checkers, a temporary house.

Nothing is started system-wide; what is started here ends with the `with` block.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import django
import psycopg

from benchmarks.measure import say

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHELL = "set -euo pipefail; . bin/lib/say; . bin/lib/packages; "
DURABLE = (  # the tests' server does not sync; a benchmark of durable work must
    "-k {home}/pg -c listen_addresses='' -c max_connections=100 -c shared_buffers=512MB"
)


def shell(script: str) -> None:
    """Run a line with the functions of bin/lib/packages at hand; their words go to stderr."""
    done = subprocess.run(["bash", "-c", SHELL + script], cwd=ROOT, stdout=sys.stderr, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def need(**packages: str) -> None:
    """Install, by apt, the packages of the commands that are missing: need(wrk="wrk")."""
    missing = [
        f"{command.replace('_', '-')} {package}"
        for command, package in packages.items()
        if not shutil.which(command.replace("_", "-"))
    ]
    if missing:
        shell(f"need_commands {' '.join(missing)}; install_missing")


def absent(**packages: str) -> set[str]:
    """As `need`, each by itself: the commands that cannot be had here, one line said of each."""
    gone = set()
    for command, package in packages.items():
        try:
            need(**{command: package})
        except SystemExit:
            say(f"left out, it cannot be installed here: {command}")
            gone.add(command)
    return gone


def checkers() -> Path:
    """benchmarks/node_modules as the lock file says; installed by npm where it is not."""
    modules, lock = HERE / "node_modules", HERE / "package-lock.json"
    stamp = modules / ".installed"
    if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
        need(node="nodejs", npm="npm")
        say("installing the checkers into benchmarks/node_modules (npm ci)")
        line = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(line, cwd=HERE, check=True, stdout=sys.stderr)
        shutil.copy(lock, stamp)
    return modules


def chromium() -> str:
    """The path of Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        need(chromium="chromium")
        found = shutil.which("chromium")
    assert found
    return found


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def listening(port: int, seconds: float = 10) -> None:
    """Wait until somebody answers on a port."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"nobody answers on port {port}")


@dataclass(frozen=True)
class Servers:
    """Addresses of a private PostgreSQL and Redis."""

    database_url: str
    redis_url: str
    home: Path

    def create(self, name: str) -> str:
        """A further database on the same PostgreSQL; its address."""
        with psycopg.connect(
            f"host={self.home / 'pg'} user=test dbname=postgres", autocommit=True
        ) as line:
            line.execute(f"CREATE DATABASE {name}")
        return self.database_url.replace("/postgres?", f"/{name}?")

    def restart(self, mode: str) -> None:
        """Stop PostgreSQL ("fast", or "immediate" as in a crash), start it with syncing on."""
        options = DURABLE.format(home=self.home)
        shell(
            f'. bin/lib/servers; cd {self.home}; as_server "$(postgres_bin)/pg_ctl" -D pg/data -w '
            f'-m {mode} -l pg/log -o "{options}" restart >/dev/null'
        )


@contextmanager
def servers(*, durable: bool = True) -> Iterator[Servers]:
    """A private PostgreSQL (that syncs, unless told otherwise) and Redis in a temporary folder."""
    say("starting a private PostgreSQL and Redis")
    script = (
        f"{SHELL} . bin/lib/servers; trap stop_servers EXIT; trap 'exit 130' INT TERM; "
        'start_servers; echo "$TEST_DATABASE_URL"; echo "$TEST_REDIS_URL"; read -r _ || :'
    )
    with subprocess.Popen(
        ["bash", "-c", script],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as group:
        assert group.stdout
        try:
            database, redis = (group.stdout.readline().strip() for _ in range(2))
            if not redis:
                raise SystemExit("The private servers did not start.")
            found = Servers(database, redis, Path(redis.split("//", 1)[1]).parent)
            if durable:
                found.restart("fast")
            yield found
        finally:
            group.communicate()


@contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="reframe-bench-", ignore_cleanup_errors=True) as made:
        yield Path(made)


def environment(var: Path, **more: str) -> dict[str, str]:
    """The environment of a production-like installation in a folder."""
    outside = {"DATABASE_URL", "REDIS_URL", "DATABASE_FILE", "MEDIA_DIR", "SENTRY_DSN"}
    return {key: value for key, value in os.environ.items() if key not in outside} | {
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "VAR_DIR": str(var),
        "DEBUG": "no",
        "SECRET_KEY": "benchmarks-only-secret-key-of-some-length-0123456789",
        "HASH_KEY": "benchmarks-only-hash-key-of-some-length-012345678901",
        "EMAIL_URL": "file://",
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        **more,
    }


def manage(env: dict[str, str], *arguments: str) -> None:
    """Run a management command in an environment."""
    line = [sys.executable, "manage.py", *arguments]
    subprocess.run(line, cwd=ROOT, env=env, check=True, stdout=sys.stderr)


def install(env: dict[str, str]) -> None:
    """The tables and the starter content of an installation."""
    say("making an installation with the starter content")
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "start_content")


def within(env: dict[str, str], module: str) -> ModuleType:
    """A module that needs Django, imported into an environment. Once a process."""
    os.environ.update(env)
    django.setup()
    return importlib.import_module(module)


@dataclass(frozen=True)
class Worker:
    """A process of its own that answers one line for each line asked."""

    process: subprocess.Popen[str]

    def ask(self, line: object) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the process that was asked {line} ended")
        return answer.strip()


@contextmanager
def worker(line: list[str], env: dict[str, str] | None = None) -> Iterator[Worker]:
    """Run a process that reads lines until its input closes."""
    with subprocess.Popen(
        line, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Worker(process)
        finally:
            process.communicate()


def with_django(module: str) -> list[str]:
    """The command line that runs `main` of a module with Django ready."""
    start = "import django, importlib, sys; django.setup(); "
    return [sys.executable, "-c", f"{start}importlib.import_module('{module}').main()"]


def smtp_sink() -> Path:
    """postfix's smtp-sink, unpacked from Debian's package; no daemon is installed."""
    home = ROOT / "var" / "bench" / "postfix"
    if not (home / "usr/sbin/smtp-sink").exists():
        say("unpacking smtp-sink from Debian's postfix package into var/bench")
        home.mkdir(parents=True, exist_ok=True)
        fetch = "apt-get download -qq postfix 2>/dev/null"
        shell(
            f"cd {home}; {fetch} || {{ as_root apt-get update -qq >/dev/null; {fetch}; }}; "
            "dpkg -x postfix_*.deb .; rm postfix_*.deb"
        )
    return home


@contextmanager
def sink() -> Iterator[int]:
    """smtp-sink on a free port: takes every message and throws it away."""
    home, port = smtp_sink(), free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    line = [str(home / "usr/sbin/smtp-sink"), *user, f"127.0.0.1:{port}", "256"]
    env = os.environ | {"LD_LIBRARY_PATH": str(home / "usr/lib/postfix")}
    with subprocess.Popen(line, env=env, cwd="/tmp") as server:
        try:
            listening(port)
            yield port
        finally:
            server.kill()


def peers(*requirements: str) -> Path:
    """The Python of a virtual environment of its own that holds these peers."""
    name = hashlib.sha256(" ".join(requirements).encode()).hexdigest()[:12]
    home = ROOT / "var" / "bench" / f"peers-{name}"
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        say(f"installing peers into a virtual environment of their own: {', '.join(requirements)}")
        shell(
            ". bin/lib/python; find_uv; "
            f'"$UV" venv --quiet --clear --python {sys.executable} {home}; '
            f'"$UV" pip install --quiet --python {python} {" ".join(map(repr, requirements))}'
        )
        (home / "ready").touch()
    return python
