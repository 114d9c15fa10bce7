"""Providers' reports: true ones act, forged ones do nothing, whoever the provider."""

from __future__ import annotations

import base64
import json
from abc import abstractmethod
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

import contacts.actions
from contacts.models import Consent, Contact, Suppression
from mail import webhooks
from mail.models import DeliveryEvent, Message, MessageState, Reply
from mail.transport import sns_http
from mail.webhooks import kept_of

from . import payloads
from .conftest import Write

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECRET = "postman:a long secret"


def posted(client: Client, provider: str, payload: object, *, page: str = "") -> int:
    auth = base64.b64encode(SECRET.encode()).decode()
    answer = client.post(
        f"/webhooks/mail/{provider}/{page}",
        json.dumps(payload),
        content_type="application/json",
        headers={"Authorization": f"Basic {auth}"},
    )
    return answer.status_code


def postmark(kind: str, message: Message, details: str = "", **fields: Any) -> dict[str, Any]:
    return payloads.postmark(message.uid.hex, Type=kind, Details=details, **fields)


@pytest.fixture
def sent(write: Write, confirmed: Contact, settings: Settings) -> Message:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    message = write(confirmed)
    Message.objects.update(state=MessageState.SENT)
    return message


def test_hard_bounce_suppresses_and_is_kept(
    client: Client, sent: Message, confirmed: Contact
) -> None:
    payload = postmark("HardBounce", sent, "smtp;550 5.1.1 The account does not exist")

    assert posted(client, "postmark", payload) == 200

    event = DeliveryEvent.objects.get()
    assert (event.kind, event.message, event.contact) == ("bounced", sent, confirmed)
    left_out = {"Subject", "Content"}  # the mail itself may say what its reader answered
    assert event.raw == {name: told for name, told in payload.items() if name not in left_out}
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


def test_promise_19_event_about_nobody_here_leaves_nothing(client: Client, sent: Message) -> None:
    payload = postmark("HardBounce", sent, "550 5.1.1 no", Email="Gone@example.org", Metadata={})

    posted(client, "postmark", payload)

    assert not DeliveryEvent.objects.exists()
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


class Reports:
    """What must hold for every provider: without its proof, a report does nothing."""

    provider: str
    secrets: dict[str, str] = {"WEBHOOK_SECRET": SECRET}

    @abstractmethod
    def payload(self, message: Message) -> dict[str, Any]:
        """A permanent bounce, with the provider's proof in it where it has one there."""

    def altered(self, message: Message) -> dict[str, Any]:
        """The same without that proof, or with a wrong one."""
        return self.payload(message)

    def headers(self, payload: dict[str, Any], secret: str | None = SECRET) -> dict[str, str]:
        auth = base64.b64encode((secret or "").encode()).decode()
        return {} if secret is None else {"Authorization": f"Basic {auth}"}

    def send(self, payload: object, headers: dict[str, str], *, padding: int = 0) -> int:
        body = json.dumps(payload) + " " * padding
        kind = "application/json"
        page = f"/webhooks/mail/{self.provider}/"
        return Client().post(page, body, content_type=kind, headers=headers).status_code

    @pytest.fixture(autouse=True)
    def arranged(
        self, settings: Settings, sent: Message, at: Any, moment: datetime,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        settings.ANYMAIL = self.secrets
        cache.clear()
        at(moment)
        monkeypatch.setattr(sns_http, "_fetched", refuse)
        monkeypatch.setattr(sns_http, "certificate", lambda _address: payloads.amazon()[1])

    def nothing_happened(self) -> None:
        assert not DeliveryEvent.objects.exists()
        assert not Suppression.objects.exists()

    def test_true_report_acts_and_is_kept(self, sent: Message, confirmed: Contact) -> None:
        payload = self.payload(sent)

        assert self.send(payload, self.headers(payload)) == 200

        event = DeliveryEvent.objects.get()
        assert (event.kind, event.message, event.contact) == ("bounced", sent, confirmed)
        assert event.provider == self.provider
        assert "5.1.1" in event.detail
        assert Suppression.objects.get().reason == "bounce"

    @pytest.mark.parametrize("secret", [None, "", "postman:wrong", "x"])
    def test_unsigned_or_forged_report_does_nothing(
        self, secret: str | None, sent: Message
    ) -> None:
        payload = self.altered(sent)

        assert self.send(payload, self.headers(payload, secret)) in (400, 401, 403)
        self.nothing_happened()

    def test_report_without_any_secret_set_does_nothing(
        self, sent: Message, settings: Settings
    ) -> None:
        settings.ANYMAIL = {}
        payload = self.altered(sent)

        assert self.send(payload, self.headers(payload)) in (400, 401, 403, 404)
        self.nothing_happened()

    def test_replayed_report_does_nothing_more(self, sent: Message, moment: datetime) -> None:
        payload = self.payload(sent)
        self.send(payload, self.headers(payload))
        contacts.actions.lift(suppression=Suppression.objects.get(), now=moment)

        assert self.send(payload, self.headers(payload)) == 200

        assert DeliveryEvent.objects.count() == 1
        assert not Suppression.objects.standing().exists()

    def test_oversized_report_does_nothing(self, sent: Message) -> None:
        payload = self.payload(sent)

        assert self.send(payload, self.headers(payload), padding=1024 * 1024) in (400, 413)
        self.nothing_happened()

    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "options"])
    def test_other_methods_do_nothing(self, method: str, sent: Message) -> None:
        payload = self.payload(sent)
        call = getattr(Client(), method)

        answer = call(f"/webhooks/mail/{self.provider}/", headers=self.headers(payload))

        assert answer.status_code == 405
        self.nothing_happened()

    def test_asking_whether_we_are_there_does_nothing(self, sent: Message) -> None:
        assert Client().head(f"/webhooks/mail/{self.provider}/").status_code == 200
        self.nothing_happened()

    def test_reply_without_the_proof_is_not_heard(self, sent: Message) -> None:
        mail = {"From": "confirmed@example.org", "TextBody": "Stop", "Type": "Notification"}
        answer = Client().post(
            f"/webhooks/mail/{self.provider}/replies/",
            json.dumps(mail),
            content_type="application/json",
            headers=self.headers({}, "postman:wrong"),
        )

        assert answer.status_code in (400, 401, 403, 404)
        assert not Reply.objects.exists()


def refuse(address: str) -> bytes:
    raise AssertionError(f"a socket was opened to {address}")


class TestPostmark(Reports):
    provider = "postmark"

    def payload(self, message: Message) -> dict[str, Any]:
        return payloads.postmark(message.uid.hex)


class TestBrevo(Reports):
    provider = "brevo"

    def payload(self, message: Message) -> dict[str, Any]:
        return payloads.brevo(message.uid.hex)


class TestMailgun(Reports):
    provider = "mailgun"
    secrets = {"MAILGUN_WEBHOOK_SIGNING_KEY": payloads.MAILGUN_KEY}

    def payload(self, message: Message) -> dict[str, Any]:
        return payloads.mailgun(message.uid.hex)

    def altered(self, message: Message) -> dict[str, Any]:
        return payloads.mailgun(message.uid.hex, key="wrong")

    def headers(self, payload: dict[str, Any], secret: str | None = SECRET) -> dict[str, str]:
        return {}

    def test_signature_is_good_for_one_report_only(self, sent: Message) -> None:
        first, other = self.payload(sent), self.payload(sent)
        other["event-data"] |= {"event": "complained", "id": "another"}

        assert self.send(first, {}) == 200
        assert self.send(other, {}) == 403

        assert DeliveryEvent.objects.get().kind == "bounced"

    def test_old_signature_is_none(self, sent: Message, at: Any, moment: datetime) -> None:
        at(moment + timedelta(days=2))

        assert self.send(self.payload(sent), {}) == 403
        self.nothing_happened()


class TestSes(Reports):
    provider = "ses"

    def payload(self, message: Message) -> dict[str, Any]:
        return payloads.signed(payloads.ses(message.uid.hex))

    def headers(self, payload: dict[str, Any], secret: str | None = SECRET) -> dict[str, str]:
        return {
            **super().headers(payload, secret),
            "X-Amz-Sns-Message-Type": payload.get("Type", ""),
            "X-Amz-Sns-Message-Id": payload.get("MessageId", ""),
        }

    def test_amazon_is_asked_for_the_secret_before_anything(self, sent: Message) -> None:
        payload = self.payload(sent)
        answer = Client().post(
            "/webhooks/mail/ses/", json.dumps(payload), content_type="application/json",
            headers=self.headers(payload, None),
        )  # fmt: skip

        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Basic ")

    @pytest.mark.parametrize(
        "change",
        [
            {"Signature": ""},
            {"Signature": "AAAA"},
            {"Signature": "not base64!"},
            {"Message": json.dumps(payloads.ses_event("0" * 32))},
            {"Timestamp": "2026-11-23T08:59:02.123Z"},
            {"Timestamp": "soon"},
            {"SignatureVersion": "3"},
            {"SigningCertURL": "https://sns.us-east-1.amazonaws.com.evil.example/x.pem"},
            {"SigningCertURL": "http://169.254.169.254/latest/meta-data/"},
            {"SigningCertURL": "https://s3.amazonaws.com/mine/SimpleNotificationService-abcdef01.pem"},
        ],
    )  # fmt: skip
    def test_altered_notice_does_nothing(self, change: dict[str, str], sent: Message) -> None:
        payload = {**self.payload(sent), **change}

        assert self.send(payload, self.headers(payload)) in (400, 403)
        self.nothing_happened()

    def test_notice_of_long_ago_does_nothing(
        self, sent: Message, at: Any, moment: datetime
    ) -> None:
        at(moment + timedelta(days=25))
        payload = self.payload(sent)

        assert self.send(payload, self.headers(payload)) == 403
        self.nothing_happened()

    def test_certificate_that_cannot_be_fetched_does_nothing(
        self, sent: Message, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(_address: str) -> bytes:
            raise OSError

        monkeypatch.setattr(sns_http, "certificate", away)
        payload = self.payload(sent)

        assert self.send(payload, self.headers(payload)) == 403
        self.nothing_happened()

    def test_signed_subscription_is_confirmed_at_amazon(
        self, sent: Message, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        monkeypatch.setattr(sns_http, "confirm", asked.append)
        notice = payloads.signed(payloads.ses_subscription())

        assert self.send(notice, self.headers(notice)) == 200
        assert asked == [notice["SubscribeURL"]]

    @pytest.mark.parametrize(
        "address",
        [
            "https://evil.example/?Action=ConfirmSubscription&Token=2336412f37fb687f5d51",
            "https://sns.us-east-1.amazonaws.com@evil.example/?Action=ConfirmSubscription&T=233641",
            "http://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37fb",
            "https://sns.us-east-1.amazonaws.com/?Action=DeleteTopic&Token=2336412f37fb687f5d51",
        ],
    )
    def test_no_other_address_is_ever_asked(
        self, address: str, sent: Message, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sns_http, "confirm", refuse)
        notice = payloads.signed(payloads.ses_subscription(SubscribeURL=address))

        self.send(notice, self.headers(notice))
        forged = {**payloads.ses_subscription(), "Signature": "AAAA"}
        assert self.send(forged, self.headers(forged)) == 403


@pytest.mark.parametrize("kind", ["HardBounce", "SoftBounce"])
def test_bounce_that_names_no_mail_of_ours_blames_nobody(
    kind: str, client: Client, sent: Message, confirmed: Contact
) -> None:
    for number in range(5):
        payload = postmark(kind, sent, "smtp;550 5.1.1 no such user", Metadata={}, ID=number)
        assert posted(client, "postmark", payload) == 200

    assert DeliveryEvent.objects.count() == 5
    assert not Suppression.objects.exists()


def test_bounce_that_names_our_message_id_counts_without_metadata(
    client: Client, sent: Message, confirmed: Contact
) -> None:
    """What a relay reports of mails that went through its SMTP door."""
    payload = postmark("HardBounce", sent, "smtp;550 5.1.1 no such user", Metadata={})

    posted(client, "postmark", payload | {"MessageID": f"{sent.uid.hex}@testserver"})

    assert Suppression.objects.covers(confirmed)


def test_complaint_about_a_mail_nobody_remembers_is_heeded(
    client: Client, sent: Message, confirmed: Contact
) -> None:
    payload = postmark("SpamComplaint", sent, RecordType="SpamComplaint", Metadata={})

    posted(client, "postmark", payload)

    assert Suppression.objects.covers(confirmed)


@pytest.mark.parametrize("sign", ["\x00", "\ud800", "\x1b[31m"])
def test_true_bounce_with_controls_in_its_words_is_kept_and_counts(
    sign: str, client: Client, sent: Message, confirmed: Contact
) -> None:
    payload = postmark("HardBounce", sent, f"smtp;550 5.1.1 no{sign} such user", Tag=sign)

    assert posted(client, "postmark", payload) == 200

    assert Suppression.objects.covers(confirmed)
    assert "\x00" not in DeliveryEvent.objects.get().detail


@pytest.mark.parametrize("levels", [100, 100_000])
@pytest.mark.parametrize("page", ["", "replies/"])
def test_deep_json_is_refused(page: str, levels: int, client: Client, sent: Message) -> None:
    auth = base64.b64encode(SECRET.encode()).decode()
    deep = '{"a":' * levels + "1" + "}" * levels

    answer = client.post(
        f"/webhooks/mail/postmark/{page}",
        deep,
        content_type="application/json",
        headers={"Authorization": f"Basic {auth}"},
    )

    assert answer.status_code == 400


def test_unknown_provider_is_not_found(client: Client, sent: Message) -> None:
    assert posted(client, "nobody", {}) == 404


def test_reply_with_a_picture_may_be_larger_than_a_form(client: Client, sent: Message) -> None:
    mail = {
        "From": "confirmed@example.org",
        "FromFull": {"Email": "confirmed@example.org", "Name": ""},
        "To": "hello@example.org",
        "Subject": "Re: A small practice",
        "TextBody": "Here is my page.",
        "Date": "Mon, 23 Nov 2026 09:00:00 +0000",
        "Headers": [{"Name": "Message-ID", "Value": "<a@example.net>"}],
        "Attachments": [
            {
                "Name": "page.jpg",
                "Content": base64.b64encode(bytes(1_500_000)).decode(),
                "ContentType": "image/jpeg",
                "ContentLength": 1_500_000,
            }
        ],
    }

    assert posted(client, "postmark", mail, page="replies/") == 200
    assert Reply.objects.get().text == "Here is my page."
    assert posted(client, "postmark", {"x": "y" * 13_000_000}, page="replies/") == 413


def test_report_is_kept_without_proofs_and_without_the_mail_it_is_about() -> None:
    told = {
        "signature": {"token": "t", "signature": "s"},
        "event-data": {"event": "failed", "message": {"headers": {"subject": "For you"}}},
        "Message": json.dumps({"bounce": {"bounceType": "Permanent"}, "mail": {"headers": []}}),
        "SigningCertURL": "https://sns.example.net/cert.pem",
        "reason": "x" * 900,
    }

    assert kept_of(told) == {
        "event-data": {"event": "failed", "message": {}},
        "Message": '{"bounce": {"bounceType": "Permanent"}, "mail": {}}',
        "reason": "x" * 500,
    }
