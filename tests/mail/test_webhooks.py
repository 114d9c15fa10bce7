"""Providers' reports: true ones act, forged ones do nothing, whoever the provider."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from contacts.models import Consent, Contact, Suppression
from mail import webhooks
from mail.models import DeliveryEvent, Message, State

from .conftest import Write

pytestmark = pytest.mark.django_db
SECRET = "postman:a long secret"


def posted(client: Client, provider: str, payload: object, secret: str | None = SECRET) -> int:
    headers = {}
    if secret is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
    answer = client.post(
        f"/webhooks/mail/{provider}/",
        json.dumps(payload),
        content_type="application/json",
        headers=headers,
    )
    return answer.status_code


def postmark(kind: str, message: Message, details: str = "", **fields: Any) -> dict[str, Any]:
    return {
        "RecordType": "Bounce",
        "Type": kind,
        "ID": 42,
        "Email": "confirmed@example.org",
        "BouncedAt": "2026-11-23T10:00:00Z",
        "Details": details,
        "Description": "words",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"message": message.uid.hex},
        **fields,
    }


@pytest.fixture
def sent(write: Write, confirmed: Contact, settings: Settings) -> Message:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    message = write(confirmed)
    Message.objects.update(state=State.SENT)
    return message


def test_hard_bounce_suppresses_and_is_kept(
    client: Client, sent: Message, confirmed: Contact
) -> None:
    payload = postmark("HardBounce", sent, "smtp;550 5.1.1 The account does not exist")

    assert posted(client, "postmark", payload) == 200

    event = DeliveryEvent.objects.get()
    assert (event.kind, event.message, event.contact) == ("bounced", sent, confirmed)
    assert event.raw == payload
    assert Suppression.objects.covers(confirmed)


def test_complaint_suppresses(client: Client, sent: Message, confirmed: Contact) -> None:
    posted(client, "postmark", postmark("SpamComplaint", sent, RecordType="SpamComplaint"))

    assert Suppression.objects.get().reason == "complaint"


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("SoftBounce", "smtp;452 4.2.2 full"),
        ("SoftBounce", "no code at all"),
        ("HardBounce", "smtp;550 5.7.1 blocked by policy"),
        ("Transient", ""),
        ("Blocked", ""),
    ],
)
def test_bounce_that_is_not_the_addresss_fault_suppresses_nobody(
    kind: str, details: str, client: Client, sent: Message
) -> None:
    assert posted(client, "postmark", postmark(kind, sent, details)) == 200

    assert DeliveryEvent.objects.count() == 1
    assert not Suppression.objects.exists()


def test_many_soft_bounces_within_days_suppress(
    client: Client, sent: Message, at: Any, moment: datetime
) -> None:
    for number in range(4):
        posted(client, "postmark", postmark("SoftBounce", sent, "452 4.2.2 full", ID=number))
        assert Suppression.objects.exists() is (number == 3)


def test_same_event_twice_counts_once(client: Client, sent: Message) -> None:
    for _time in range(2):
        assert posted(client, "postmark", postmark("SoftBounce", sent, "452 full")) == 200

    assert DeliveryEvent.objects.count() == 1


def test_unsubscribing_at_the_provider_stops_the_course(
    client: Client, sent: Message, confirmed: Contact
) -> None:
    payload = {
        "RecordType": "SubscriptionChange",
        "Recipient": "confirmed@example.org",
        "SuppressSending": True,
        "SuppressionReason": "ManualSuppression",
        "ChangedAt": "2026-11-23T10:00:00Z",
        "Metadata": {"message": sent.uid.hex},
    }

    posted(client, "postmark", payload)

    assert not Consent.objects.stands(confirmed, "course:resistance-reframe")


def test_event_about_a_stranger_keeps_no_address(client: Client, sent: Message) -> None:
    payload = postmark("HardBounce", sent, "550 5.1.1 no", Email="Gone@example.org", Metadata={})

    posted(client, "postmark", payload)

    event = DeliveryEvent.objects.get()
    assert "gone@" not in json.dumps(event.raw).lower()
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("event_type", ["opened", "clicked"])
def test_tracking_is_not_our_business(event_type: str) -> None:
    class Event:
        pass

    event = Event()
    event.event_type = event_type  # type: ignore[attr-defined]
    assert webhooks.arrived(event, provider="postmark") is None


@pytest.mark.parametrize("body", ["", "[", "null", "[]", '{"a": 1}', "\0"])
def test_garbage_is_no_crash(body: str, client: Client, sent: Message) -> None:
    auth = base64.b64encode(SECRET.encode()).decode()
    answer = client.post(
        "/webhooks/mail/postmark/",
        body,
        content_type="application/json",
        headers={"Authorization": f"Basic {auth}"},
    )

    assert answer.status_code in (200, 400)
    assert not Suppression.objects.exists()


class Forged:
    """What must hold for every provider: without its proof, a report does nothing."""

    provider: str
    secrets: dict[str, str] = {"WEBHOOK_SECRET": SECRET}

    def payload(self, message: Message) -> object:
        raise NotImplementedError

    def refused(self, client: Client, payload: object, secret: str | None) -> None:
        assert posted(client, self.provider, payload, secret) in (400, 403, 404)
        assert not DeliveryEvent.objects.exists()
        assert not Suppression.objects.exists()

    @pytest.mark.parametrize("secret", [None, "", "postman:wrong", "x"])
    def test_forged_report_does_nothing(
        self, secret: str | None, client: Client, sent: Message, settings: Settings
    ) -> None:
        settings.ANYMAIL = self.secrets
        self.refused(client, self.payload(sent), secret)

    def test_report_without_any_secret_set_does_nothing(
        self, client: Client, sent: Message, settings: Settings
    ) -> None:
        settings.ANYMAIL = {}
        self.refused(client, self.payload(sent), SECRET)

    def test_get_does_nothing(self, client: Client, sent: Message) -> None:
        assert client.get(f"/webhooks/mail/{self.provider}/").status_code == 405


class TestPostmark(Forged):
    provider = "postmark"

    def payload(self, message: Message) -> object:
        return postmark("HardBounce", message, "550 5.1.1 no such user")


class TestBrevo(Forged):
    provider = "brevo"

    def payload(self, message: Message) -> object:
        return {
            "event": "hard_bounce",
            "email": "confirmed@example.org",
            "id": 1,
            "ts_event": 1795427000,
            "message-id": "<a@b>",
            "reason": "550 5.1.1 unknown",
        }

    def test_true_report_acts(self, client: Client, sent: Message, settings: Settings) -> None:
        settings.ANYMAIL = self.secrets

        assert posted(client, self.provider, self.payload(sent)) == 200
        assert Suppression.objects.get().reason == "bounce"


class TestResend(Forged):
    provider = "resend"

    def payload(self, message: Message) -> object:
        return {"type": "email.bounced", "data": {"to": ["confirmed@example.org"]}}


class TestMailgun(Forged):
    provider = "mailgun"
    secrets = {"MAILGUN_WEBHOOK_SIGNING_KEY": "signing key"}

    def payload(self, message: Message, key: str = "wrong") -> dict[str, Any]:
        stamp, token = "1795427000", "x" * 50
        digest = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
        return {
            "signature": {"timestamp": stamp, "token": token, "signature": digest},
            "event-data": {
                "event": "failed",
                "severity": "permanent",
                "id": "ncV2XwymRUKbPek_MIM-Gw",
                "timestamp": 1795427000.1,
                "recipient": "confirmed@example.org",
                "reason": "bounce",
                "delivery-status": {"code": 550, "message": "5.1.1 no such user"},
                "message": {"headers": {"message-id": "a@b"}},
                "user-variables": {"message": message.uid.hex},
            },
        }

    def test_signed_report_acts(self, client: Client, sent: Message, settings: Settings) -> None:
        settings.ANYMAIL = self.secrets

        assert posted(client, self.provider, self.payload(sent, "signing key"), None) == 200
        assert Suppression.objects.get().reason == "bounce"


def test_unknown_provider_is_not_found(client: Client, sent: Message) -> None:
    assert posted(client, "nobody", {}) == 404
