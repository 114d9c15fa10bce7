"""Each process loads what its role needs: what sets paper costs 45 MB, all apps cost 60."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]
PAPER = {"weasyprint", "fontTools", "pypdfium2"}
WORKER = "from project.celery import app; from project.beat_schedule import modules; "
WORKER += "app.conf.include = modules({!r}); app.loader.import_default_modules()"
BEAT = "from project.celery import waker; waker.loader.import_default_modules()"


def loaded(code: str) -> set[str]:
    """The modules that a process has after this."""
    known = {"DJANGO_SETTINGS_MODULE": "project.settings", "DEBUG": "yes", "SENTRY_DSN": ""}
    line = [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"]
    done = subprocess.run(
        line, cwd=HOUSE, env=os.environ | known, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("code", ["import project.asgi", WORKER.format("mail")])
def test_pages_and_mail_load_nothing_that_sets_paper(code: str) -> None:
    names = loaded(code)

    assert "guides.actions.build" in names
    assert not PAPER & names
    assert "sentry_sdk.client" not in names


def test_guides_load_what_sets_paper_before_their_children_are_forked() -> None:
    names = loaded(WORKER.format("guides"))

    assert "weasyprint" in names
    assert "mail.tasks" not in names


def test_beat_loads_no_app() -> None:
    names = loaded(BEAT)

    assert "project.beat" in names
    assert not {"django.contrib.admin", "mail.models", "weasyprint"} & names
