"""The table of replies, as the promises give it."""

from __future__ import annotations

import pytest

from mail.smtp_replies import Phase, ServerReply, SmtpOutcome, in_words, judge

TABLE = [
    (250, "2.0.0 ok", Phase.DOT, SmtpOutcome.ACCEPTED),
    (450, "4.2.1 busy", Phase.ENVELOPE, SmtpOutcome.LATER),
    (451, "greylisted", Phase.ENVELOPE, SmtpOutcome.LATER),
    (452, "4.2.2 full", Phase.ENVELOPE, SmtpOutcome.LATER),
    (451, "4.7.1 try later", Phase.DOT, SmtpOutcome.LATER),
    (421, "too busy", Phase.ENVELOPE, SmtpOutcome.SENDER),
    (454, "TLS not available", Phase.ENVELOPE, SmtpOutcome.SENDER),
    (550, "5.1.1 no such user", Phase.ENVELOPE, SmtpOutcome.ADDRESS),
    (550, "5.1.2 no such host", Phase.ENVELOPE, SmtpOutcome.ADDRESS),
    (501, "5.1.3 bad syntax", Phase.ENVELOPE, SmtpOutcome.ADDRESS),
    (551, "5.1.6 moved", Phase.ENVELOPE, SmtpOutcome.ADDRESS),
    (556, "5.1.10 null mx", Phase.ENVELOPE, SmtpOutcome.ADDRESS),
    (550, "5.2.1 disabled", Phase.DOT, SmtpOutcome.ADDRESS),
    (552, "5.2.2 over quota", Phase.ENVELOPE, SmtpOutcome.LATER),
    (550, "5.7.1 blocked", Phase.ENVELOPE, SmtpOutcome.SENDER),
    (554, "5.7.26 dmarc", Phase.DOT, SmtpOutcome.SENDER),
    (550, "5.4.1 relay", Phase.ENVELOPE, SmtpOutcome.SENDER),
    (503, "5.5.1 bad sequence", Phase.ENVELOPE, SmtpOutcome.SENDER),
    (550, "5.1.8 sender", Phase.ENVELOPE, SmtpOutcome.SENDER),
    (552, "5.3.4 too big", Phase.DOT, SmtpOutcome.REFUSED),
    (554, "5.6.0 bad content", Phase.DOT, SmtpOutcome.REFUSED),
    (550, "No such user here", Phase.ENVELOPE, SmtpOutcome.ADDRESS),
    (551, "user not local", Phase.ENVELOPE, SmtpOutcome.ADDRESS),
    (553, "mailbox name invalid", Phase.ENVELOPE, SmtpOutcome.ADDRESS),
    (550, "Rejected due to policy", Phase.ENVELOPE, SmtpOutcome.SENDER),
    (550, "Your IP is on a blocklist", Phase.ENVELOPE, SmtpOutcome.SENDER),
    (553, "Sender address not allowed", Phase.ENVELOPE, SmtpOutcome.SENDER),
    (550, "Message content not wanted", Phase.DOT, SmtpOutcome.REFUSED),
    (554, "Transaction failed", Phase.DOT, SmtpOutcome.REFUSED),
    (535, "5.7.8 wrong password", Phase.CONNECT, SmtpOutcome.SENDER),
    (554, "no SMTP service here", Phase.CONNECT, SmtpOutcome.SENDER),
    (0, "refused", Phase.CONNECT, SmtpOutcome.SENDER),
    (0, "reset", Phase.ENVELOPE, SmtpOutcome.LOST),
    (0, "reset", Phase.DATA, SmtpOutcome.LOST),
    (0, "timed out", Phase.DOT, SmtpOutcome.UNSURE),
]


@pytest.mark.parametrize(("code", "text", "phase", "outcome"), TABLE)
def test_reply_means(code: int, text: str, phase: Phase, outcome: SmtpOutcome) -> None:
    assert judge(ServerReply(code, text, phase)) == outcome


def test_no_reply_of_all_suppresses_without_a_bad_address() -> None:
    for code in range(400, 600):
        for detail in ("5.7.1", "5.4.4", "5.5.0", "5.2.2", "4.1.1", "5.3.0", "5.6.1"):
            for phase in Phase:
                assert judge(ServerReply(code, f"{detail} words", phase)) != SmtpOutcome.ADDRESS


def test_author_reads_one_short_line() -> None:
    words = in_words(ServerReply(550, "5.1.1 no\r\nsuch " + "user " * 100))

    assert "\n" not in words
    assert len(words) <= 280
