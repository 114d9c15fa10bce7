"""The ways out: a provider gets an equal message, a server that lacks something costs one mail."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from anymail.exceptions import AnymailAPIError
from anymail.message import AnymailStatus
from django.core import mail as outbox
from hypothesis import given
from pytest_django import Settings

from contacts.models import Contact
from mail import actions
from mail.mailbox import opened
from mail.models import Message, MessageState
from mail.smtp_replies import SmtpOutcome, judge
from mail.transport import Outgoing
from mail.transport.provider import REPLIES, api_reply, as_message
from mail.variant import Compiled
from writing.placeholders import Placeholder

from .conftest import Write
from .sink import Sink
from .test_mime import head, modern, words


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
    Message.objects.update(state=MessageState.QUEUED, settled_at=None)
    settings.EMAIL_URL = "file://"
    actions.send_due(now=moment)

    [handed] = outbox.outbox
    [file] = settings.MAILBOX_DIR.glob("*.eml")
    kept = opened(file)
    assert message.state == MessageState.SENT
    assert message.provider_id
    assert handed.metadata == {"message": message.uid.hex}
    assert (handed.subject, handed.to) == (kept.subject, [kept.to])
    assert handed.body.split() == kept.text.split()
    assert handed.alternatives[0].content.split() == kept.html.split()
    same = {"Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Feedback-ID"}
    assert {k: v for k, v in kept.headers if k in same} == handed.extra_headers


@given(words, words)
def test_providers_message_is_equal_whatever_the_words(text: str, name: str) -> None:
    pieces = (text.replace("\0", ""), Placeholder("who"), "<p>")
    compiled = Compiled(subject=("Hello ", Placeholder("who")), html=pieces, text=pieces)
    outgoing = Outgoing(
        uid="1",
        head=head(subject=compiled.subject_for({"who": name}), reply_to="r@example.org"),
        compiled=compiled,
        values={"who": name},
    )

    theirs = modern(as_message(outgoing).message().as_bytes(policy=SMTP))

    ours = modern(outgoing.data)
    for header in ("Subject", "From", "To", "Reply-To", "Message-ID"):
        assert str(theirs[header]) == str(ours[header])
    for kind in ("plain", "html"):
        assert read(theirs, kind) == read(ours, kind)


def read(message: EmailMessage, kind: str) -> list[str]:
    """The lines of one part; how a text ends differs between the ways out."""
    part = message.get_body((kind,))
    assert part is not None
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode().replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("sent", SmtpOutcome.ACCEPTED),
        ("queued", SmtpOutcome.ACCEPTED),
        ("invalid", SmtpOutcome.ADDRESS),
        ("rejected", SmtpOutcome.REFUSED),
        ("failed", SmtpOutcome.LATER),
    ],
)
def test_providers_word_means(word: str, outcome: SmtpOutcome) -> None:
    assert judge(REPLIES[word]) == outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (401, SmtpOutcome.SENDER),
        (429, SmtpOutcome.SENDER),
        (503, SmtpOutcome.SENDER),
        (422, SmtpOutcome.REFUSED),
        (None, SmtpOutcome.UNSURE),
    ],
)
def test_apis_status_means(status: int | None, outcome: SmtpOutcome) -> None:
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

    assert Message.objects.get().state == MessageState.QUEUED
    assert actions.paused(now=moment) is not None


def test_address_beyond_ascii_needs_a_server_that_takes_it(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    Contact.objects.update(email="r\u00f6bin@example.org")
    write(confirmed)
    sink.extensions = ("SMTPUTF8",)

    actions.send_due(now=moment)

    assert Message.objects.get().state == MessageState.SENT
    assert sink.taken[0].recipient == "r\u00f6bin@example.org"


def test_address_beyond_ascii_fails_alone_elsewhere(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    Contact.objects.update(email="r\u00f6bin@example.org")
    write(confirmed)

    actions.send_due(now=moment)

    assert Message.objects.get().state == MessageState.FAILED
    assert sink.taken == []
