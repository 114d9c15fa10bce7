"""Whose word a reply is: what receiving servers found out, in each provider's own form."""

from __future__ import annotations

import pytest

from mail import authentication


def doubtful(*headers: tuple[str, str]) -> bool:
    return authentication.is_doubtful(authentication.verdicts(headers))


def results(text: str) -> tuple[str, str]:
    return ("Authentication-Results", text)


FORGED = (
    "mx.example.net; spf=softfail (mx: 192.0.2.9 is not allowed) smtp.mailfrom=evil.example; "
    "dkim=none; dmarc=fail (p=NONE) header.from=example.org"
)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], False),
        ([results(FORGED)], True),
        ([results("mx.example.net; spf=pass; dkim=pass; dmarc=pass")], False),
        ([results("mx.example.net; dkim=pass header.d=example.org; spf=fail")], False),
        ([results("mx.example.net; dkim=fail; dkim=pass header.d=x.org; spf=fail")], False),
        ([results("mx.example.net; spf=fail smtp.mailfrom=example.org; dkim=none")], True),
        ([results("mx.example.net; dmarc=pass (spf=fail here); spf=fail")], False),
        ([results("mx.example.net; none")], False),
        # a forger's own header stands below the receiving server's
        ([results(FORGED), results("mx; spf=pass; dkim=pass; dmarc=pass")], True),
        # Postmark: https://postmarkapp.com/developer/webhooks/inbound-webhook
        ([("Received-SPF", "Pass (sender SPF authorized) identity=mailfrom")], False),
        ([("Received-SPF", "Fail (SPF fail - not authorized) identity=mailfrom")], True),
        # Mailgun's fields
        ([("X-Mailgun-Spf", "SoftFail"), ("X-Mailgun-Dkim-Check-Result", "Fail")], True),
        ([("X-Mailgun-Spf", "Neutral"), ("X-Mailgun-Dkim-Check-Result", "Pass")], False),
    ],
)
def test_only_what_failed_is_doubted(headers: list[tuple[str, str]], expected: bool) -> None:
    assert doubtful(*headers) is expected


@pytest.mark.parametrize(
    ("spf", "dkim", "dmarc", "expected"),
    [
        ("PASS", "PASS", "PASS", False),
        ("FAIL", "FAIL", "FAIL", True),
        ("FAIL", "GRAY", "GRAY", True),
        ("FAIL", "PASS", "GRAY", False),
        ("PROCESSING_FAILED", "PROCESSING_FAILED", "PROCESSING_FAILED", False),
    ],
)
def test_amazons_receipt_is_read(spf: str, dkim: str, dmarc: str, expected: bool) -> None:
    receipt = {
        "timestamp": "2026-11-23T09:00:00.000Z",
        "recipients": ["hello@example.org"],
        "spamVerdict": {"status": "PASS"},
        "virusVerdict": {"status": "PASS"},
        "spfVerdict": {"status": spf},
        "dkimVerdict": {"status": dkim},
        "dmarcVerdict": {"status": dmarc},
        "dmarcPolicy": "none",
    }

    assert authentication.is_doubtful(authentication.receipt_verdicts(receipt)) is expected
