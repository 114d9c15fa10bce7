"""Replies: a person's holds back invitations and reaches the author; a machine's does not count."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from anymail.inbound import AnymailInboundMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from contacts.models import Contact
from mail import actions, inbound
from mail.models import Message, Reply

from .conftest import Write

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]
SECRET = "postman:a long secret"


def came_in(
    client: Client, *, secret: str = SECRET, text: str = "Thank you. One question", **headers: str
) -> int:
    known = {"Message-ID": "<their-own@example.net>", **headers}
    payload = {
        "From": headers.get("From", "confirmed@example.org"),
        "FromFull": {"Email": headers.get("From", "confirmed@example.org"), "Name": ""},
        "To": "hello@example.org",
        "Subject": headers.get("Subject", "Re: A small practice"),
        "TextBody": text,
        "Date": "Mon, 23 Nov 2026 09:00:00 +0000",
        "Headers": [
            {"Name": name, "Value": value}
            for name, value in known.items()
            if name not in ("From", "Subject")
        ],
    }
    auth = "Basic " + base64.b64encode(secret.encode()).decode()
    return client.post(
        "/webhooks/mail/postmark/replies/",
        json.dumps(payload),
        content_type="application/json",
        headers={"Authorization": auth},
    ).status_code


@pytest.fixture
def sent(system_letters: None, write: Write, confirmed: Contact, settings: Settings) -> Message:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    return write(confirmed)


def test_reply_is_kept_holds_and_reaches_the_author(
    client: Client, sent: Message, confirmed: Contact, at: object, moment: datetime
) -> None:
    at(moment)  # type: ignore[operator]
    thread = {"In-Reply-To": f"<{sent.uid.hex}@testserver>", "From": "other@example.net"}

    for _time in range(2):
        assert came_in(client, **thread) == 200

    reply = Reply.objects.get()
    notice = Message.objects.get(purpose="notice")
    assert (reply.contact, reply.message) == (confirmed, sent)
    assert "One question" in notice.values["note_text"]
    assert Reply.objects.waiting(confirmed, moment).exists()
    assert not Reply.objects.waiting(confirmed, moment + timedelta(days=5)).exists()


def test_answered_reply_holds_nothing_back(
    admin_client: Client, client: Client, sent: Message, confirmed: Contact, at: object,
    moment: datetime,
) -> None:  # fmt: skip
    at(moment)  # type: ignore[operator]
    came_in(client)
    reply = Reply.objects.get()
    admin_client.post(
        reverse("admin:mail_reply_changelist"),
        {"action": "mark_answered", "_selected_action": [str(reply.pk)], "sure": "1"},
    )

    assert not Reply.objects.waiting(confirmed, moment).exists()
    assert not actions.mark_answered(reply=reply, now=moment)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Auto-Submitted", "auto-replied"),
        ("Precedence", "bulk"),
        ("X-Autoreply", "yes"),
        ("Subject", "Automatic reply: A small practice"),
        ("Subject", "Out of Office"),
        ("From", "mailer-daemon@example.net"),
        ("Return-Path", "<>"),
    ],
)
def test_machines_answer_does_not_count(
    header: str, value: str, client: Client, sent: Message
) -> None:
    assert came_in(client, **{"In-Reply-To": f"<{sent.uid.hex}@x>", header: value}) == 200

    assert not Reply.objects.exists()


def test_strangers_and_forgers_leave_nothing(client: Client, sent: Message) -> None:
    assert came_in(client, From="stranger@example.net") == 200
    assert came_in(client, secret="postman:wrong") == 403
    assert client.get("/webhooks/mail/postmark/replies/").status_code == 405

    assert not Reply.objects.exists()


def test_person_is_no_machine() -> None:
    assert not inbound.is_automatic({"subject": "Re: auto", "auto-submitted": "no"}, sender="a@b.c")


FORGED = "mx.example.net; spf=fail smtp.mailfrom=evil.example; dkim=none; dmarc=fail"


def test_forged_reply_is_kept_with_a_warning_and_holds_nothing_back(
    admin_client: Client, client: Client, sent: Message, confirmed: Contact, at: object,
    moment: datetime,
) -> None:  # fmt: skip
    at(moment)  # type: ignore[operator]

    assert came_in(client, **{"Authentication-Results": FORGED}) == 200

    reply = Reply.objects.get()
    assert reply.is_doubtful
    assert not Reply.objects.waiting(confirmed, moment).exists()
    assert not confirmed.events.filter(kind="replied").exists()
    notice = Message.objects.get(purpose="notice").values["note_text"]
    assert notice.startswith("Careful: the mail server could not confirm who sent this.")
    page = admin_client.get(reverse("admin:mail_reply_change", args=[reply.pk])).content.decode()
    assert "could not confirm who sent this" in page
    assert "may be from somebody else" in admin_client.get("/admin/").content.decode()


@pytest.mark.parametrize("text", ["nul \x00, bell \x07", "half a face \ud83d", "\u0085 next"])
def test_true_reply_with_controls_is_kept_without_them(
    text: str, client: Client, sent: Message, confirmed: Contact
) -> None:
    assert came_in(client, text=text, Subject="Re:\x00 \ud800 A small practice") == 200

    reply = Reply.objects.get()
    assert reply.subject == "Re: A small practice"
    assert reply.text.isprintable()


def test_true_reply_in_a_character_set_nobody_knows_is_kept() -> None:
    raw = (
        "From: confirmed@example.org\r\nMessage-ID: <a@example.net>\r\n"
        'Content-Type: text/plain; charset="x-unknown"\r\n\r\nThank you.'
    )
    event = SimpleNamespace(message=AnymailInboundMessage.parse_raw_mime(raw), timestamp=None)

    written = inbound.written(event, provider="ses")

    assert written is not None
    assert written.text == "Thank you."
