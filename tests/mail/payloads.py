"""A permanent bounce as each provider reports it, whole.

The shapes are those of the providers' own documentation, as anymail's tests hold them too:
Postmark "Bounce webhook", Amazon SES "Event data published to SNS" inside an SNS notification,
Mailgun "Webhooks: permanent failure", Brevo "Transactional webhooks: hard bounce". Ids, hosts and
addresses are made up.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from mail import sns

READER = "confirmed@example.org"
MAILGUN_KEY = "key-signing"


def postmark(message: str, **fields: Any) -> dict[str, Any]:
    return {
        "RecordType": "Bounce",
        "MessageStream": "outbound",
        "ID": 4323372036854775807,
        "Type": "HardBounce",
        "TypeCode": 1,
        "Name": "Hard bounce",
        "Tag": "",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"message": message},
        "ServerID": 23,
        "Description": "The server was unable to deliver your message (ex: unknown user).",
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
        "Email": READER,
        "From": "hello@example.org",
        "BouncedAt": "2026-11-23T08:59:00Z",
        "DumpAvailable": True,
        "Inactive": True,
        "CanActivate": True,
        "Subject": "A small practice",
        "Content": "Received: from mx.example.net",
        **fields,
    }


def brevo(message: str, **fields: Any) -> dict[str, Any]:
    return {
        "event": "hard_bounce",
        "email": READER,
        "id": 26224,
        "date": "2026-11-23 09:59:00",
        "ts": 1795424340,
        "message-id": "<202611230859.12345678901@smtp-relay.example.com>",
        "ts_event": 1795424340,
        "subject": "A small practice",
        "X-Mailin-custom": json.dumps({"message": message}),
        "sending_ip": "192.0.2.7",
        "ts_epoch": 1795424340123,
        "tag": '["course"]',
        "tags": ["course"],
        "reason": "550 5.1.1 <confirmed@example.org>: Recipient address rejected: User unknown",
        **fields,
    }


def mailgun(message: str, *, token: str = "a" * 50, key: str = MAILGUN_KEY) -> dict[str, Any]:
    stamp = "1795424400"  # 2026-11-23 09:00 UTC
    signed = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": stamp, "token": token, "signature": signed},
        "event-data": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "id": "G9Bn5sl1TC6nu79C8C0bwg",
            "timestamp": 1795424340.5,
            "log-level": "error",
            "recipient": READER,
            "recipient-domain": "example.org",
            "tags": ["course"],
            "campaigns": [],
            "user-variables": {"message": message},
            "envelope": {
                "sender": "bounce+1@mg.example.org",
                "transport": "smtp",
                "targets": READER,
                "sending-ip": "192.0.2.7",
            },
            "flags": {"is-routed": False, "is-authenticated": True, "is-system-test": False},
            "delivery-status": {
                "attempt-no": 1,
                "message": "",
                "code": 550,
                "enhanced-code": "5.1.1",
                "description": "5.1.1 The email account that you tried to reach does not exist",
                "session-seconds": 0.4,
                "mx-host": "mx.example.net",
            },
            "message": {
                "headers": {
                    "to": READER,
                    "message-id": "20261123085900.1.2@mg.example.org",
                    "from": "hello@example.org",
                    "subject": "A small practice",
                },
                "attachments": [],
                "size": 14111,
            },
            "storage": {"url": "https://se.api.mailgun.net/v3/domains/x/messages/y", "key": "y"},
        },
    }


def ses_event(message: str) -> dict[str, Any]:
    return {
        "eventType": "Bounce",
        "bounce": {
            "feedbackId": "010001670c4b2d7e-ef6d9c5a-0000",
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [
                {
                    "emailAddress": READER,
                    "action": "failed",
                    "status": "5.1.1",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                }
            ],
            "timestamp": "2026-11-23T08:59:00.499Z",
            "reportingMTA": "dsn; a8-55.smtp-out.amazonses.com",
        },
        "mail": {
            "timestamp": "2026-11-23T08:58:59.000Z",
            "source": "hello@example.org",
            "sourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.org",
            "sendingAccountId": "123456789012",
            "messageId": "010001670c4b2d7e-7c0e-0000",
            "destination": [READER],
            "headersTruncated": False,
            "headers": [
                {"name": "From", "value": "hello@example.org"},
                {"name": "To", "value": READER},
                {"name": "Subject", "value": "A small practice"},
                {"name": "X-Metadata", "value": json.dumps({"message": message})},
            ],
            "commonHeaders": {"from": ["hello@example.org"], "to": [READER]},
            "tags": {"ses:operation": ["SendRawEmail"], "ses:from-domain": ["example.org"]},
        },
    }


def ses(message: str, **fields: str) -> dict[str, str]:
    """The event in Amazon's notice (SNS), not yet signed."""
    return {
        "Type": "Notification",
        "MessageId": "19ba9823-d7f2-53c1-860e-cb10e0d13dfc",
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:reports",
        "Subject": "Amazon SES Email Event Notification",
        "Message": json.dumps(ses_event(message)),
        "Timestamp": "2026-11-23T08:59:01.123Z",
        "SignatureVersion": "2",
        "SigningCertURL": CERTIFICATE_AT,
        "UnsubscribeURL": "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&x=1",
        **fields,
    }


def ses_subscription(**fields: str) -> dict[str, str]:
    return {
        "Type": "SubscriptionConfirmation",
        "MessageId": "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
        "Token": "2336412f37fb687f5d51e6e2425e0d6",
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:reports",
        "Message": "You have chosen to subscribe to the topic reports.",
        "SubscribeURL": (
            "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription"
            "&TopicArn=arn:aws:sns:us-east-1:123456789012:reports&Token=2336412f37fb687f5d51e6e2"
        ),
        "Timestamp": "2026-11-23T08:50:00.000Z",
        "SignatureVersion": "1",
        "SigningCertURL": CERTIFICATE_AT,
        **fields,
    }


CERTIFICATE_AT = (
    "https://sns.us-east-1.amazonaws.com/"
    "SimpleNotificationService-9c6465fa7f48f5cacd23014631ec1136.pem"
)


@lru_cache
def amazon() -> tuple[rsa.RSAPrivateKey, bytes]:
    """A key and its certificate, in the part of Amazon's."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=400))
        .sign(key, hashes.SHA256())
    )
    return key, certificate.public_bytes(serialization.Encoding.PEM)


def signed(notice: dict[str, str]) -> dict[str, str]:
    key, _certificate = amazon()
    method = hashes.SHA1() if notice["SignatureVersion"] == "1" else hashes.SHA256()
    text = sns.signed_text(notice)
    assert text is not None
    made = key.sign(text, padding.PKCS1v15(), method)
    return {**notice, "Signature": base64.b64encode(made).decode()}
