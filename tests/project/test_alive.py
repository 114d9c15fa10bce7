"""Health checks of containers: each process about its own work, cheaply and by the site's name."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from health.models import Tick

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]


def ask(process: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """One health check, as a container makes it."""
    return subprocess.run(
        [sys.executable, "-m", "project.alive", process],
        cwd=HOUSE,
        env=os.environ | {"SITE_URL": "https://reframe.example.org"} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def rows(transactional_db: None) -> dict[str, str]:
    """The variables by which another process finds the test's rows."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return {"DATABASE_URL": "", "DATABASE_FILE": str(known["NAME"])}
    url = f"postgres://{known['USER']}@/{known['NAME']}?host={known['HOST']}"
    return {"DATABASE_URL": url}


def work(name: str, when: datetime) -> None:
    Tick.objects.create(name=name, started_at=when, finished_at=when)


def test_mail_is_well_and_guides_are_not_when_no_guide_worker_works(rows: dict[str, str]) -> None:
    work("mail.send_due", datetime.now(UTC))
    work("guides.build_due", datetime.now(UTC) - timedelta(minutes=4))

    assert ask("mail", **rows).returncode == 0
    assert ask("beat", **rows).returncode == 0
    silent = ask("guides", **rows)
    assert silent.returncode == 1
    assert silent.stderr == "guides.build_due was not done for three minutes\n"


def test_health_check_loads_no_app_but_the_ground_floors(rows: dict[str, str]) -> None:
    code = (
        "import sys; from project.alive import main; main('mail');"
        "print([name for name in ('celery', 'weasyprint', 'mail.models') if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=HOUSE,
        env=os.environ | rows,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "[]\n"


class Named(BaseHTTPRequestHandler):
    """Answers as a site that knows one name only."""

    def do_GET(self) -> None:
        known = self.headers["Host"] == "reframe.example.org" and self.path == "/healthz"
        self.send_response(200 if known else 400)
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    """The port of a site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Named) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield str(server.server_port)
        server.shutdown()


def test_web_is_asked_by_the_sites_own_name(site: str) -> None:
    assert ask("web", PORT=site).returncode == 0
    assert ask("web", PORT=site, SITE_URL="https://else.example.org").stderr == (
        "/healthz answers 400\n"
    )


def test_web_that_does_not_listen_is_not_well() -> None:
    assert "nothing answers" in ask("web", PORT="9").stderr


def test_site_answers_by_its_own_name_whatever_else_is_allowed() -> None:
    code = "from django.conf import settings; print(settings.ALLOWED_HOSTS)"
    known = {"SITE_URL": "https://reframe.example.org", "ALLOWED_HOSTS": "www.example.org"}

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=HOUSE,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "project.settings", "DEBUG": "no"} | known,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "['reframe.example.org', 'www.example.org']\n"


@pytest.mark.django_db
def test_asking_by_a_strange_name_mails_nobody(
    client: Client, settings: Settings, mailoutbox: list[object]
) -> None:
    settings.ADMINS = ["admin@example.org"]

    assert client.get("/privacy/", headers={"Host": "scanner.invalid"}).status_code == 400
    assert mailoutbox == []
