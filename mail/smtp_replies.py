"""What a server's reply means for the message, its address and the whole house: one table. Pure.

Only a bad address suppresses. Trouble with us as a sender (5.7, 5.4, 5.5, 421, 454, a lost
connection) pauses sending and blames nobody. Codes: RFC 5321, RFC 3463, RFC 5248, RFC 7505.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """How far a message had come."""

    CONNECT = "connect"  # before this message was named
    ENVELOPE = "envelope"
    DATA = "data"
    DOT = "dot"  # everything was handed over


class SmtpOutcome(StrEnum):
    """What to do."""

    ACCEPTED = "accepted"
    LATER = "later"  # this message waits
    UNSURE = "unsure"  # handed over, no answer heard: again, under the same Message-ID
    SENDER = "sender"  # sending pauses; nobody is to blame
    LOST = "lost"  # the connection broke: this message waits, again and again pauses sending
    ADDRESS = "address"  # the address does not exist
    REFUSED = "refused"  # this message fails, the address stays


@dataclass(frozen=True)
class ServerReply:
    """A server's answer; code 0: there was none."""

    code: int
    text: str = ""
    phase: Phase = Phase.ENVELOPE

    @property
    def enhanced(self) -> str:
        """The enhanced status code at the start of the text (RFC 2034), or ""."""
        match = _ENHANCED.match(self.text.strip())
        return match[1] if match else ""

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip() if self.code else self.text


_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")
# Promise 4: a bare 550 is a bad address only where its text is no policy. Words of big receivers,
# read on the kind side: one too many here pauses sending, one too few loses a person.
_POLICY = re.compile(
    r"\b(polic|spam|block|black|reputation|reject(ed)? (due|for)|[a-z]*rbl\b|dnsbl|spf\b|dkim|"
    r"dmarc|authenti|relay|denied|not allowed|not permitted|prohibit|too many|rate\b|limit|quota|"
    r"full\b|abus|banned|sender|client host|reverse|rdns|helo|tls\b)",
    re.IGNORECASE,
)
# Promise 4 names these and no others: RFC 3463 §3.2 and §3.3, 5.1.10 for a null MX (RFC 7505).
_BAD_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})

# The first line that fits: (start of the enhanced code, what it means).
_ENHANCED_TABLE: tuple[tuple[str, SmtpOutcome], ...] = (
    *((code, SmtpOutcome.ADDRESS) for code in sorted(_BAD_ADDRESS)),
    ("5.2.2", SmtpOutcome.LATER),  # mailbox full
    ("5.1.7", SmtpOutcome.SENDER),  # our own address is refused
    ("5.1.8", SmtpOutcome.SENDER),
    ("5.7.", SmtpOutcome.SENDER),
    ("5.4.", SmtpOutcome.SENDER),
    ("5.5.", SmtpOutcome.SENDER),
    ("5.3.2", SmtpOutcome.SENDER),  # the system takes no mail
    ("5.", SmtpOutcome.REFUSED),
)
_SENDER_CODES = frozenset({500, 502, 503, 504, 530, 534, 535, 538})
_ADDRESS_CODES = frozenset({550, 551, 553})


def judge(reply: ServerReply) -> SmtpOutcome:
    """What a reply means."""
    if reply.code == 0:
        return _unheard(reply.phase)
    if 200 <= reply.code < 300:
        # RFC 5321 §4.1.1.4: only the answer after the final dot takes the mail over. A yes anywhere
        # else came out of turn.
        return SmtpOutcome.ACCEPTED if reply.phase == Phase.DOT else SmtpOutcome.LATER
    # RFC 5321 §3.8: 421 may answer any command and closes the line; 454 is TLS or login (RFC 3207,
    # RFC 4954). Neither speaks of the recipient.
    if reply.code in (421, 454) or reply.phase == Phase.CONNECT:
        return SmtpOutcome.SENDER
    if reply.code < 500:
        return SmtpOutcome.LATER
    return _permanent(reply)


def _unheard(phase: Phase) -> SmtpOutcome:
    if phase == Phase.CONNECT:
        return SmtpOutcome.SENDER
    return SmtpOutcome.UNSURE if phase == Phase.DOT else SmtpOutcome.LOST


def _permanent(reply: ServerReply) -> SmtpOutcome:
    enhanced = reply.enhanced
    if enhanced.startswith("4."):  # contradicts itself: the kinder reading
        return SmtpOutcome.LATER
    if enhanced.startswith("5."):
        return next(
            outcome
            for start, outcome in _ENHANCED_TABLE
            if enhanced == start or (start.endswith(".") and enhanced.startswith(start))
        )
    if reply.code in _SENDER_CODES or _POLICY.search(reply.text):
        return SmtpOutcome.SENDER
    if reply.code in _ADDRESS_CODES and reply.phase == Phase.ENVELOPE:
        return SmtpOutcome.ADDRESS
    return SmtpOutcome.REFUSED


def in_words(reply: ServerReply) -> str:
    """A reply for the author's eyes, one line, short enough for a row."""
    return " ".join(str(reply).split())[:280]
