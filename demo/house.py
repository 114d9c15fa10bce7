"""The demo's own house: a fresh folder, database, content, four processes, mailbox, clock."""

from __future__ import annotations

import contextlib
import email
import email.policy
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

# Without a place to meet nothing can be booked.
VIDEO_ROOM = """
from consultations.models import Meeting
Meeting.objects.update(video_link="https://video.example/room")
"""


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class DemoHouse:
    """Everything a walk needs of the machine; embedded unless `settings` name servers."""

    def __init__(self, var: Path, port: int = 0, **settings: str) -> None:
        self.var = var
        self.port = port or free_port()
        self.site = f"http://127.0.0.1:{self.port}"
        self.seen: set[Path] = set()
        self.group: subprocess.Popen[bytes] | None = None
        self.patience = 20.0
        self.handed_on: tuple[int, ...] = ()
        outside = {"DATABASE_URL", "REDIS_URL", "DATABASE_FILE", "MEDIA_DIR"}
        outside |= {"DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"}
        self.env = {key: value for key, value in os.environ.items() if key not in outside} | {
            "VAR_DIR": str(var),
            "DEBUG": "yes",
            "SECRET_KEY": "the-demo",
            "HASH_KEY": "the-demo",
            "EMAIL_URL": "file://",
            "SITE_URL": self.site,
            "ALLOWED_HOSTS": "127.0.0.1",
            "QUICK_TICKS": "yes",
            **settings,
        }

    def manage(self, *arguments: str, typed: str = "") -> str:
        """What a management command prints."""
        line = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            line, cwd=ROOT, env=self.env, input=typed, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]}: {done.stderr.strip()[-600:]}")
        return done.stdout

    def reserve(self) -> bool:
        """Keep the folder for this house, also after its maker: until the last process that was
        started in it has ended. False where another has it.
        """
        self.var.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(f"{self.var}.lock", os.O_CREAT | os.O_RDWR, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        self.handed_on = (lock,)
        return True

    def release(self) -> None:
        """What was started keeps it for as long as it lives."""
        for lock in self.handed_on:
            os.close(lock)
        self.handed_on = ()

    def build(self) -> None:
        """An empty folder, the tables, the starter content."""
        shutil.rmtree(self.var, ignore_errors=True)
        self.var.mkdir(parents=True)
        self.manage("migrate", "--verbosity", "0")
        self.manage("start_content")
        self.manage("shell", "-c", VIDEO_ROOM)

    def start(self) -> None:
        """The four processes; returns when all of them answer."""
        line = [sys.executable, "-m", "project.processes", "serve", "--port", str(self.port)]
        with (self.var / "processes.log").open("ab") as log:
            self.group = subprocess.Popen(
                line,
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=self.handed_on,
            )
        self.until(self.ready, "the four processes answer", 90)

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.site}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        if self.group and self.group.poll() is None:
            self.group.send_signal(signal.SIGTERM)
            self.group.wait(30)
        self.release()

    def until[T](self, ask: Callable[[], T | None], what: str, seconds: float = 0) -> T:
        """Poll until `ask` answers; past the deadline say what did not happen."""
        seconds = seconds or self.patience
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answer = ask()
            if answer:
                return answer
            time.sleep(0.05)
        raise RuntimeError(f"Waited {seconds:.0f} s in vain: {what}. See {self.var}/processes.log")

    def kill(self, name: str) -> None:
        """kill -9 for one of the four processes and its children; the group starts it again."""
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):
            os.killpg(int((self.var / f"{name}.pid").read_text()), signal.SIGKILL)

    def travel(self, moment: datetime) -> None:
        """Set the product's clock to `moment`."""
        ahead = (moment - datetime.now(UTC)).total_seconds()
        draft = self.var / "clock-offset.new"
        draft.write_text(str(ahead))
        draft.replace(self.var / "clock-offset")

    def mails(self) -> list[tuple[Path, EmailMessage]]:
        """Mails not seen before, oldest first."""
        files = sorted(
            (self.var / "mailbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns
        )
        fresh = [file for file in files if file not in self.seen]
        return [(file, read_mail(file)) for file in fresh]

    def next_mail(self, to: str, what: str) -> tuple[Path, EmailMessage]:
        """The next unseen mail to an address; others stay unseen."""

        def look() -> tuple[Path, EmailMessage] | None:
            return next((mail for mail in self.mails() if mail[1]["To"] == to), None)

        mail = self.until(look, what)
        self.seen.add(mail[0])
        return mail

    def json_lines(self, *arguments: str, typed: str = "") -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.manage(*arguments, typed=typed).splitlines()]


def read_mail(file: Path) -> EmailMessage:
    with file.open("rb") as opened:
        return email.message_from_binary_file(opened, policy=email.policy.default)  # type: ignore[return-value]  # this policy makes EmailMessage
