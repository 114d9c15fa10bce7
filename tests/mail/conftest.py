"""Letters, a quick way to queue one, and a worker whose heart beats by hand."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from contacts.models import Contact
from health.actions import beat
from mail import actions, render
from mail.actions import send
from mail.mailbox import StoredMail, listed
from mail.models import Letter, Message
from tests import letters
from writing.segments import Facts

from .sink import Sink

SOURCE = """Hello{% if has_name %} {{ first_name }}{% endif %},

one small practice and [your page]({{ preferences_url }}).

::: button guide_url
Open my guide
:::

{{ practice.author_name }}
"""


def states() -> list[str]:
    """Of all messages, the oldest first."""
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def alive(name: str) -> str:
    """A worker whose heart beats now."""
    beat(worker=name, kind="mail")
    return name


@pytest.fixture(autouse=True)
def house(
    settings: Settings,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(send.heartbeat, "name", lambda _kind: alive("here"))
    render.VARIANTS.clear()


@pytest.fixture
def system_letters(once: Callable[..., None], moment: datetime) -> None:
    """The product's own letters, published."""
    once("letters", lambda: letters.publish(moment))


@pytest.fixture
def letter(db: None) -> Letter:
    return published()


def published(purpose: str = "course", source: str = SOURCE, **fields: Any) -> Letter:
    words = {"name": "One", "subject": "A small practice", "preheader": "Two minutes"}
    return actions.publish(purpose=purpose, source=source, passages={}, **{**words, **fields})


Write = Callable[..., Message]
Mails = Callable[[], list[StoredMail]]


@pytest.fixture
def write(letter: Letter, moment: datetime) -> Write:
    """Queue the letter to a contact."""
    numbers = itertools.count()

    def queue(contact: Contact | None, **fields: Any) -> Message:
        known: dict[str, Any] = {
            "key": f"test:{next(numbers)}",
            "letter": letter,
            "purpose": "course",
            "consent": "course:resistance-reframe",
            "facts": Facts(),
            "names": {},
            "values": {"guide_url": "https://example.org/guide/"},
            "not_before": moment,
            "now": moment,
        }
        return actions.queue(contact=contact, **{**known, **fields})

    return queue


@pytest.fixture
def mails(settings: Settings) -> Mails:
    """The mails in the folder, oldest first."""
    return lambda: list(listed(settings.MAILBOX_DIR))[::-1]


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """An SMTP server that counts, and the product pointed at it."""
    with Sink() as server:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {
                    "host": "127.0.0.1",
                    "port": server.port,
                    "username": "",
                    "password": "",
                    "use_ssl": False,
                    "use_tls": False,
                },
            }
        }
        yield server
