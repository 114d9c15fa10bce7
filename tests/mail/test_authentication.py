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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # RFC 7489 §3.1: anybody's own domain passes
        ("mx; spf=pass smtp.mailfrom=evil.example; dkim=none", True),
        ("mx; spf=pass smtp.mailfrom=bounce@evil.example; dkim=pass header.d=evil.example", True),
        ("mx; spf=pass (ok) smtp.mailfrom=robin@example.org", False),
        ("mx; spf=pass smtp.mailfrom=bounces.example.org", False),
        ("mx; spf=fail smtp.mailfrom=evil.example; dkim=pass header.d=example.org", False),
        ("mx; spf=pass smtp.mailfrom=list.example; dkim=pass header.i=@EXAMPLE.org", False),
        ("mx; dkim=pass header.d=list.example; dkim=pass header.d=example.org; spf=none", False),
        ("mx; dkim=pass header.d=example.org; dkim=pass header.d=list.example; spf=none", False),
        ("mx; spf=pass smtp.mailfrom=notexample.org", True),
        ("mx; spf=pass smtp.mailfrom=evil.example; dmarc=pass header.from=example.org", False),
        ("mx; spf=pass; dkim=none", False),  # it does not say whose
        ("mx; spf=none; dkim=none; dmarc=none", False),
    ],
)
def test_pass_of_another_domain_vouches_for_nobody(text: str, expected: bool) -> None:
    found = authentication.verdicts([results(text)], sender="robin@example.org")

    assert authentication.is_doubtful(found) is expected


def test_envelope_of_received_spf_is_compared_too() -> None:
    text = 'Pass (sender SPF authorized) identity=mailfrom; envelope-from="x@evil.example"'

    found = authentication.verdicts([("Received-SPF", text)], sender="robin@example.org")

    assert authentication.is_doubtful(found)


def test_receipt_that_names_no_domain_does_not_vouch_against_the_headers() -> None:
    header = "amazonses.com; spf=pass smtp.mailfrom=evil.example; dkim=none"
    found = authentication.verdicts([results(header)], sender="robin@example.org")
    receipt = {"spf": "pass", "dkim": "gray", "dmarc": "gray"}

    assert authentication.is_doubtful(authentication.merged(found, receipt))
    assert authentication.is_doubtful(authentication.merged({"spf": "pass"}, {"dmarc": "fail"}))
