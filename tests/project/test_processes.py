"""Processes read the settings that everything reads, and refuse what would go wrong later."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]


def run(*line: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *line],
        cwd=HOUSE,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "project.settings"} | environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_second_server_on_a_port_is_refused() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as granian does
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = run("-m", "project.processes", "serve", "--port", port, DEBUG="yes")

    assert done.returncode == 1
    assert done.stderr == f"Cannot serve at 127.0.0.1:{port}: Address already in use.\n"


def test_web_refuses_production_without_its_static_files(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from project import processes;"
        f"processes.HOUSE = Path({str(tmp_path)!r}); processes.refuse_without_static_files()"
    )

    assert "collectstatic" in run("-c", code, DEBUG="no").stderr
    assert run("-c", code, DEBUG="yes").stderr == ""


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("WEB_WORKERS", "0"), ("GUIDE_WORKERS", "many")]
)
def test_wrong_number_is_said_in_one_line(name: str, value: str) -> None:
    process = {"GUIDE_WORKERS": "guides"}.get(name, "web")

    done = run("-m", "project.processes", process, **{name: value, "DEBUG": "yes"})

    assert done.stderr.startswith(f"Settings: {name} must be a whole number")
    assert len(done.stderr.splitlines()) == 1


def test_processes_read_the_file_of_settings(tmp_path: Path) -> None:
    (tmp_path / "settings").write_text("export WEB_WORKERS=3 # of four cores\nVAR_DIR=/srv/var\n")
    code = "from project import processes as p; print(' '.join(p.web('h', 1)), p.VAR)"

    done = run("-c", code, ENV_FILE=str(tmp_path / "settings"), VAR_DIR="", WEB_WORKERS="")

    assert "--workers 3" in done.stdout
    assert done.stdout.endswith(" /srv/var\n")


@pytest.mark.slow
def test_command_says_that_it_uses_the_embedded_database_outside_development(
    tmp_path: Path,
) -> None:
    known = {"DATABASE_URL": "", "REDIS_URL": "", "VAR_DIR": str(tmp_path)}

    said = run("manage.py", "check", DEBUG="no", **known).stderr
    quiet = run("manage.py", "check", DEBUG="yes", **known).stderr

    assert f"DATABASE_URL is not set: using the file {tmp_path}/db.sqlite3\n" in said
    assert "DATABASE_URL" not in quiet


def test_child_that_sets_paper_lets_pages_go_first() -> None:
    code = (
        "import os; from celery import signals; import project.celery; before = os.nice(0);"
        "signals.worker_process_init.send(None); print(os.nice(0) > before)"
    )

    assert run("-c", code, DEBUG="yes").stdout == "True\n"
