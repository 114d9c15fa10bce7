"""The supervisor outlives a full disk and is outlived by nobody; the wakes outlive a clock that is
set back.
"""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import DEVNULL
from types import SimpleNamespace

import celery.beat
import pytest

from project import beat, supervisor
from project.celery import app


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[supervisor.ProcessGroup]:
    monkeypatch.setattr(supervisor, "VAR", tmp_path)
    group = supervisor.ProcessGroup({"mail": signal.pause})
    yield group
    group.end()


def full(*_known: object, **_named: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_promise_1_full_disk_ends_no_supervisor_and_the_note_is_made_later(
    group: supervisor.ProcessGroup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter(range(3))
    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_text", full)
        disk.setattr("builtins.print", full)
        disk.setattr(group.stopping, "wait", lambda _seconds: next(looks) == 2)
        disk.setattr(group, "end", lambda: None)
        group.watch()
    assert group.children["mail"].is_alive()
    assert not (tmp_path / "mail.pid").exists()

    group.look("mail")

    assert (tmp_path / "mail.pid").read_text() == str(group.children["mail"].pid)


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The supervisor's clock: a test moves it."""
    seconds = [1000.0]
    monkeypatch.setattr(supervisor, "time", SimpleNamespace(monotonic=lambda: seconds[0]))
    return seconds


def killed(group: supervisor.ProcessGroup) -> int:
    child = group.children["mail"]
    child.kill()
    child.join()
    return supervisor.pid_of(child)


def test_process_that_died_is_started_again(
    group: supervisor.ProcessGroup, tmp_path: Path, seconds: list[float]
) -> None:
    group.look("mail")
    first = killed(group)
    group.look("mail")
    seconds[0] += 0.5

    group.look("mail")

    assert group.children["mail"].pid != first
    assert (tmp_path / "mail.pid").read_text() == str(group.children["mail"].pid)


def test_process_that_dies_at_once_is_started_ever_later_until_it_lives_a_minute(
    group: supervisor.ProcessGroup, seconds: list[float]
) -> None:
    pauses = []
    group.look("mail")
    for lives in (*[0.0] * 8, 60.0):
        seconds[0] += lives
        pid = killed(group)
        died_at = seconds[0]
        while group.children["mail"].pid == pid:
            group.look("mail")
            seconds[0] += 0.5
        pauses.append(seconds[0] - 0.5 - died_at)

    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 0.5]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent")
def test_children_end_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import pathlib, signal, sys; from project import supervisor;"
        "supervisor.VAR = pathlib.Path(sys.argv[1]);"
        "group = supervisor.ProcessGroup({'mail': signal.pause}); group.look('mail');"
        "print(group.children['mail'].pid, flush=True); signal.pause()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()

    try:
        # Its end is read once nobody has this pipe any more, and the child has it, too.
        parent.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        os.kill(child, signal.SIGKILL)
        raise


def test_child_is_ended_by_the_signals_that_its_parent_only_notes(
    group: supervisor.ProcessGroup,
) -> None:
    before = [signal.signal(number, group.stop) for number in supervisor.ENDING]
    try:
        group.look("mail")
        child = group.children["mail"]
        os.killpg(supervisor.pid_of(child), signal.SIGTERM)
        child.join(20)
    finally:
        for number, handler in zip(supervisor.ENDING, before, strict=True):
            signal.signal(number, handler)

    assert child.exitcode == -signal.SIGTERM
    assert not group.stopping.is_set()


@pytest.mark.slow
def test_what_all_share_is_loaded_without_a_thread_or_an_open_socket() -> None:
    code = (
        "import os, threading; from project import supervisor; supervisor.load();"
        "open_ = [os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')"
        " if os.path.exists(f'/proc/self/fd/{n}')];"
        "print(threading.active_count(), len(os.listdir('/proc/self/task')),"
        " sum(name.startswith('socket:') or '.sqlite3' in name for name in open_))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, stdin=DEVNULL
    )

    assert done.stdout == "1 1 0\n"


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
