"""The supervisor outlives a full disk; the wakes outlive a clock that is set back."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import celery.beat
import pytest

from project import beat, processes
from project.celery import app


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[processes.ProcessGroup]:
    monkeypatch.setattr(processes, "VAR", tmp_path)
    line = [sys.executable, "-c", "import signal; signal.pause()"]
    group = processes.ProcessGroup({"mail": lambda: line})
    yield group
    group.end()


def full(*_known: object, **_named: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_promise_1_full_disk_ends_no_supervisor_and_the_note_is_made_later(
    group: processes.ProcessGroup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter(range(3))
    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_text", full)
        disk.setattr("builtins.print", full)
        disk.setattr(group.stopping, "wait", lambda _seconds: next(looks) == 2)
        disk.setattr(group, "end", lambda: None)
        group.watch()
    assert group.children["mail"].poll() is None
    assert not (tmp_path / "mail.pid").exists()

    group.look("mail")

    assert (tmp_path / "mail.pid").read_text() == str(group.children["mail"].pid)


def test_process_that_died_is_started_again(group: processes.ProcessGroup, tmp_path: Path) -> None:
    group.look("mail")
    first = group.children["mail"]
    first.kill()
    first.wait()

    group.look("mail")

    assert group.children["mail"].pid != first.pid
    assert (tmp_path / "mail.pid").read_text() == str(group.children["mail"].pid)


@pytest.mark.parametrize("hours", [-1, 1])
def test_promise_1_wakes_go_on_when_the_clock_steps(
    hours: int, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    seconds = [0.0]
    monkeypatch.setattr(beat, "monotonic", lambda: seconds[0])
    at(moment)
    entry = celery.beat.ScheduleEntry(
        name="one", task="one", schedule=beat.schedule()["mail.tasks.send_due"]["schedule"], app=app
    )
    assert not entry.is_due().is_due

    at(moment + timedelta(hours=hours))
    assert not entry.is_due().is_due
    seconds[0] = 2.0

    assert entry.is_due().is_due
