"""Demos of one clone, one after the other and beside each other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from demo import __main__ as demo
from demo.house import DemoHouse


def test_demo_beside_another_has_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "ROOT", tmp_path)

    houses = [demo.free_house(port) for port in (1, 2, 3)]

    assert [house.var.name for house in houses] == ["demo", "demo-2", "demo-3"]


def test_folder_of_a_killed_demo_is_kept_while_its_processes_live(tmp_path: Path) -> None:
    killed = DemoHouse(tmp_path / "demo", 1)
    assert killed.reserve()
    line = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    left = subprocess.Popen(line, stdin=subprocess.PIPE, pass_fds=killed.handed_on)
    killed.release()

    assert not DemoHouse(tmp_path / "demo", 2).reserve()
    left.communicate()
    assert DemoHouse(tmp_path / "demo", 3).reserve()
