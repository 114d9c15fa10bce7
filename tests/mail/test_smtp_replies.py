"""The table of replies, as the promises give it."""

from __future__ import annotations

import pytest

from mail.smtp_replies import Outcome, Phase, ServerReply, in_words, judge

TABLE = [
    (250, "2.0.0 ok", Phase.DOT, Outcome.ACCEPTED),
    (450, "4.2.1 busy", Phase.ENVELOPE, Outcome.LATER),
    (451, "greylisted", Phase.ENVELOPE, Outcome.LATER),
    (452, "4.2.2 full", Phase.ENVELOPE, Outcome.LATER),
    (451, "4.7.1 try later", Phase.DOT, Outcome.LATER),
    (421, "too busy", Phase.ENVELOPE, Outcome.SENDER),
    (454, "TLS not available", Phase.ENVELOPE, Outcome.SENDER),
    (550, "5.1.1 no such user", Phase.ENVELOPE, Outcome.ADDRESS),
    (550, "5.1.2 no such host", Phase.ENVELOPE, Outcome.ADDRESS),
    (501, "5.1.3 bad syntax", Phase.ENVELOPE, Outcome.ADDRESS),
    (551, "5.1.6 moved", Phase.ENVELOPE, Outcome.ADDRESS),
    (556, "5.1.10 null mx", Phase.ENVELOPE, Outcome.ADDRESS),
    (550, "5.2.1 disabled", Phase.DOT, Outcome.ADDRESS),
    (552, "5.2.2 over quota", Phase.ENVELOPE, Outcome.LATER),
    (550, "5.7.1 blocked", Phase.ENVELOPE, Outcome.SENDER),
    (554, "5.7.26 dmarc", Phase.DOT, Outcome.SENDER),
    (550, "5.4.1 relay", Phase.ENVELOPE, Outcome.SENDER),
    (503, "5.5.1 bad sequence", Phase.ENVELOPE, Outcome.SENDER),
    (550, "5.1.8 sender", Phase.ENVELOPE, Outcome.SENDER),
    (552, "5.3.4 too big", Phase.DOT, Outcome.REFUSED),
    (554, "5.6.0 bad content", Phase.DOT, Outcome.REFUSED),
    (550, "No such user here", Phase.ENVELOPE, Outcome.ADDRESS),
    (551, "user not local", Phase.ENVELOPE, Outcome.ADDRESS),
    (553, "mailbox name invalid", Phase.ENVELOPE, Outcome.ADDRESS),
    (550, "Rejected due to policy", Phase.ENVELOPE, Outcome.SENDER),
    (550, "Your IP is on a blocklist", Phase.ENVELOPE, Outcome.SENDER),
    (553, "Sender address not allowed", Phase.ENVELOPE, Outcome.SENDER),
    (550, "Message content not wanted", Phase.DOT, Outcome.REFUSED),
    (554, "Transaction failed", Phase.DOT, Outcome.REFUSED),
    (535, "5.7.8 wrong password", Phase.CONNECT, Outcome.SENDER),
    (554, "no SMTP service here", Phase.CONNECT, Outcome.SENDER),
    (0, "refused", Phase.CONNECT, Outcome.SENDER),
    (0, "reset", Phase.ENVELOPE, Outcome.LOST),
    (0, "reset", Phase.DATA, Outcome.LOST),
    (0, "timed out", Phase.DOT, Outcome.UNSURE),
]


@pytest.mark.parametrize(("code", "text", "phase", "outcome"), TABLE)
def test_reply_means(code: int, text: str, phase: Phase, outcome: Outcome) -> None:
    assert judge(ServerReply(code, text, phase)) == outcome


def test_no_reply_of_all_suppresses_without_a_bad_address() -> None:
    for code in range(400, 600):
        for detail in ("5.7.1", "5.4.4", "5.5.0", "5.2.2", "4.1.1", "5.3.0", "5.6.1"):
            for phase in Phase:
                assert judge(ServerReply(code, f"{detail} words", phase)) != Outcome.ADDRESS


def test_author_reads_one_short_line() -> None:
    words = in_words(ServerReply(550, "5.1.1 no\r\nsuch " + "user " * 100))

    assert "\n" not in words
    assert len(words) <= 280
