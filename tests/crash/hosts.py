"""Single processes as on machines of their own: a folder and clocks each, one database for all.

Their monotonic clocks may hurry, so that the 45 seconds of a silent worker, or ten minutes of a
slow server, are over in a few.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg

from demo.house import ROOT, DemoHouse

CLOCK = Path(__file__).resolve().parent / "clock"


class Hosts:
    """Nobody starts again what dies. `house` is built and need not run."""

    def __init__(self, house: DemoHouse, folder: Path, hurry: int) -> None:
        self.house, self.folder, self.hurry = house, folder, hurry
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, host: str, process: str = "mail", *, ahead: int = 0, **settings: str) -> None:
        """A process on a host whose clock is so many seconds ahead of ours."""
        var = self.folder / host
        var.mkdir()
        step = var / "step"
        step.write_text(str(ahead))
        env = self.house.env | settings
        env |= {"VAR_DIR": str(var), "PYTHONPATH": str(CLOCK)}
        env |= {"CLOCK_STEP": str(step), "CLOCK_HURRY": str(self.hurry)}
        line = [sys.executable, "-m", "project.processes", process]
        with (var / "process.log").open("ab") as log:
            self.running[host] = subprocess.Popen(
                line, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, host: str) -> None:
        """kill -9."""
        process = self.running.pop(host)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def stop(self) -> None:
        for host in list(self.running):
            self.kill(host)

    def pid(self, host: str) -> int:
        return self.running[host].pid

    def held(self, pid: int) -> int:
        """How many mails a process holds, dead or alive."""
        return self._count("mail_message WHERE state = 'sending' AND claimed_by LIKE %s", pid)

    def are_heard(self) -> bool:
        """Whether all workers are at work."""
        heard = "health_heartbeat WHERE worker LIKE %s"
        return all(self._count(heard, self.pid(host)) for host in self.running if host != "beat")

    def _count(self, of: str, pid: int) -> int:
        """Rows in which a process's name stands."""
        with psycopg.connect(self.house.env["DATABASE_URL"], autocommit=True) as connection:
            row = connection.execute(f"SELECT count(*) FROM {of}", [f"%:{pid}:%"]).fetchone()
        assert row
        return int(row[0])
