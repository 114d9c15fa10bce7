"""The ways out: a provider gets an equal message, a server that lacks something costs one mail."""

from __future__ import annotations

from datetime import datetime

import pytest
from anymail.exceptions import AnymailAPIError
from anymail.message import AnymailStatus
from django.core import mail as outbox
from pytest_django import Settings

from contacts.models import Contact
from mail import actions
from mail.mailbox import opened
from mail.models import Message, State
from mail.outcomes import Outcome, judge
from mail.transport.provider import REPLIES, api_reply

from .conftest import Write
from .sink import Sink


@pytest.fixture
def provider(settings: Settings) -> None:
    settings.EMAIL_URL = "postmark://key@"
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.test.EmailBackend"}}


def test_provider_gets_an_equal_message(
    write: Write, confirmed: Contact, provider: None, settings: Settings, moment: datetime
) -> None:
    message = write(confirmed, values={"first_name": "Zo\u00eb", "guide_url": "https://e.org/"})
    actions.send_due(now=moment)
    message.refresh_from_db()
    Message.objects.update(state=State.QUEUED)
    settings.EMAIL_URL = "file://"
    actions.send_due(now=moment)

    [handed] = outbox.outbox
    [file] = settings.MAILBOX_DIR.glob("*.eml")
    kept = opened(file)
    assert message.state == State.SENT
    assert message.provider_id
    assert handed.metadata == {"message": message.uid.hex}
    assert (handed.subject, handed.to) == (kept.subject, [kept.to])
    assert handed.body.split() == kept.text.split()
    assert handed.alternatives[0].content.split() == kept.html.split()
    same = {"Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Feedback-ID"}
    assert {k: v for k, v in kept.headers if k in same} == handed.extra_headers


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("sent", Outcome.ACCEPTED),
        ("queued", Outcome.ACCEPTED),
        ("invalid", Outcome.ADDRESS),
        ("rejected", Outcome.REFUSED),
        ("failed", Outcome.LATER),
    ],
)
def test_providers_word_means(word: str, outcome: Outcome) -> None:
    assert judge(REPLIES[word]) == outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (401, Outcome.SENDER),
        (429, Outcome.SENDER),
        (503, Outcome.SENDER),
        (422, Outcome.REFUSED),
        (None, Outcome.UNSURE),
    ],
)
def test_apis_status_means(status: int | None, outcome: Outcome) -> None:
    assert judge(api_reply(status)) == outcome


def test_provider_out_of_order_pauses_and_loses_nobody(
    write: Write,
    confirmed: Contact,
    provider: None,
    moment: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_args: object) -> AnymailStatus:
        error = AnymailAPIError("down")
        error.status_code = 503
        raise error

    monkeypatch.setattr("anymail.backends.test.EmailBackend.post_to_esp", broken)
    write(confirmed)

    actions.send_due(now=moment)

    assert Message.objects.get().state == State.QUEUED
    assert actions.paused(now=moment) is not None


def test_address_beyond_ascii_needs_a_server_that_takes_it(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    Contact.objects.update(email="r\u00f6bin@example.org")
    write(confirmed)
    sink.extensions = ("SMTPUTF8",)

    actions.send_due(now=moment)

    assert Message.objects.get().state == State.SENT
    assert sink.taken[0].recipient == "r\u00f6bin@example.org"


def test_address_beyond_ascii_fails_alone_elsewhere(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    Contact.objects.update(email="r\u00f6bin@example.org")
    write(confirmed)

    actions.send_due(now=moment)

    assert Message.objects.get().state == State.FAILED
    assert sink.taken == []
