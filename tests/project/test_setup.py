"""Set-up names everything missing at once, waits for apt, and leaves no policy behind."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]


class Machine:
    """A shell with the functions of bin/lib, whose apt, sudo and clock are played by scripts."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder
        self.said = folder / "said"
        self.play("sleep", "echo sleep >> {said}")
        self.play("sudo", "exit 1")
        self.play("id", "echo 0")

    def play(self, command: str, script: str) -> None:
        file = self.bin / command
        file.write_text("#!/bin/sh\n" + script.format(said=self.said) + "\n")
        file.chmod(0o755)

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        libraries = "set -euo pipefail; . bin/lib/say; . bin/lib/packages; . bin/lib/python; "
        return subprocess.run(
            ["bash", "-c", libraries + script],
            cwd=HOUSE,
            env=os.environ | {"PATH": f"{self.bin}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


MISSING = "need_commands no-such-a one no-such-b two; need_files /no/such three; install_missing"


def test_all_that_is_missing_is_installed_in_one_go(machine: Machine) -> None:
    machine.play("apt-get", 'echo "$@" >> {said}')

    assert machine.run(MISSING).returncode == 0

    update, install = machine.said.read_text().splitlines()
    assert update == "-qq update"
    assert install.endswith("one two three")


def test_who_may_not_install_is_told_everything_in_one_line(machine: Machine) -> None:
    machine.play("id", "echo 1000")
    machine.play("apt-get", "echo called >> {said}")

    done = machine.run(MISSING)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Please install these as root, then run this again:"
        "  apt-get install --no-install-recommends one two three"
    ]
    assert not machine.said.exists()


def test_held_lock_of_apt_is_waited_for(machine: Machine) -> None:
    machine.play(
        "apt-get",
        'if [ "$(grep -c sleep {said} 2>/dev/null)" != 2 ]; then '
        'echo "E: Could not get lock /var/lib/dpkg/lock-frontend." >&2; exit 100; fi; '
        'echo "$2" >> {said}',
    )

    done = machine.run(MISSING)

    assert done.returncode == 0
    assert machine.said.read_text().split() == ["sleep", "sleep", "update", "install"]
    assert done.stderr.count("waiting for apt") == 1


def test_lock_held_for_ever_ends_in_one_line(machine: Machine) -> None:
    machine.play("apt-get", "echo 'E: Unable to lock directory' >&2; exit 100")

    done = machine.run(MISSING)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "apt has been in use for five minutes. Run this again later."
    )


def test_python_that_cannot_be_had_is_one_line(machine: Machine, tmp_path: Path) -> None:
    for name in ("python3", "python3.12", "python3.13", "python3.14"):
        machine.play(name, "exit 1")
    machine.play(
        "uv", '[ "$1" != --version ] || {{ echo uv 9.9; exit; }}; echo lines of uv >&2; exit 2'
    )

    done = machine.run(f"cp -r bin {tmp_path}; cd {tmp_path}; HOME=/none; ready_python")

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "No Python 3.12 or later is on this machine, and none could be downloaded. "
        "Install one, or set UV_PYTHON to its path."
    ]


def test_servers_are_looked_for_without_ending_the_run_where_there_are_none(
    machine: Machine,
) -> None:
    looked = "servers_files=/no/such; a=$(postgres_bin); b=$(redis_server); c=$(server_libraries)"

    assert machine.run(f". bin/lib/servers; {looked}; echo fine").stdout == "fine\n"


def test_nothing_of_set_up_writes_a_policy_of_the_machine() -> None:
    scripts = [file for file in (HOUSE / "bin").rglob("*") if file.is_file()]

    words = {word for file in scripts for word in ("policy-rc", "createcluster")
             if word in file.read_text(errors="ignore")}  # fmt: skip

    assert words == set()


@pytest.mark.parametrize(
    "left", ["", "sqlite3.connect(sys.argv[1]).execute('PRAGMA user_version=1')"]
)
def test_database_without_its_tables_is_made_again(
    left: str, machine: Machine, tmp_path: Path
) -> None:
    known = f"export VAR_DIR={tmp_path} DEBUG=yes DATABASE_URL= DATABASE_FILE=; . bin/lib/stamp; "
    answer = "is_set_up && echo ready || echo anew; "
    file = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE django_migrations (name)")
    code = f"import sqlite3, sys; {left}"

    done = machine.run(
        f"{known} {answer} note_set_up; {answer} rm {file}; "
        f'.venv/bin/python -c "{code}" {file}; {answer}'
    )

    assert done.stdout.split() == ["anew", "ready", "anew"]


def test_user_without_a_home_keeps_what_is_downloaded_in_the_clone(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")

    assert machine.run("echo $UV_CACHE_DIR").stdout == f"{HOUSE}/var/uv-cache\n"
