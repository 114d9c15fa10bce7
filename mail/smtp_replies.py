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


class Outcome(StrEnum):
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
_POLICY = re.compile(
    r"\b(polic|spam|block|black|reputation|reject(ed)? (due|for)|[a-z]*rbl\b|dnsbl|spf\b|dkim|"
    r"dmarc|authenti|relay|denied|not allowed|not permitted|prohibit|too many|rate\b|limit|quota|"
    r"full\b|abus|banned|sender|client host|reverse|rdns|helo|tls\b)",
    re.IGNORECASE,
)
_BAD_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})

# The first line that fits: (start of the enhanced code, what it means).
_ENHANCED_TABLE: tuple[tuple[str, Outcome], ...] = (
    *((code, Outcome.ADDRESS) for code in sorted(_BAD_ADDRESS)),
    ("5.2.2", Outcome.LATER),  # mailbox full
    ("5.1.7", Outcome.SENDER),  # our own address is refused
    ("5.1.8", Outcome.SENDER),
    ("5.7.", Outcome.SENDER),
    ("5.4.", Outcome.SENDER),
    ("5.5.", Outcome.SENDER),
    ("5.3.2", Outcome.SENDER),  # the system takes no mail
    ("5.", Outcome.REFUSED),
)
_SENDER_CODES = frozenset({500, 502, 503, 504, 530, 534, 535, 538})
_ADDRESS_CODES = frozenset({550, 551, 553})


def judge(reply: ServerReply) -> Outcome:
    """What a reply means."""
    if reply.code == 0:
        return _unheard(reply.phase)
    if 200 <= reply.code < 300:
        return Outcome.ACCEPTED if reply.phase == Phase.DOT else Outcome.LATER
    if reply.code in (421, 454) or reply.phase == Phase.CONNECT:
        return Outcome.SENDER
    if reply.code < 500:
        return Outcome.LATER
    return _permanent(reply)


def _unheard(phase: Phase) -> Outcome:
    if phase == Phase.CONNECT:
        return Outcome.SENDER
    return Outcome.UNSURE if phase == Phase.DOT else Outcome.LOST


def _permanent(reply: ServerReply) -> Outcome:
    enhanced = reply.enhanced
    if enhanced.startswith("4."):  # contradicts itself: the kinder reading
        return Outcome.LATER
    if enhanced.startswith("5."):
        return next(
            outcome
            for start, outcome in _ENHANCED_TABLE
            if enhanced == start or (start.endswith(".") and enhanced.startswith(start))
        )
    if reply.code in _SENDER_CODES or _POLICY.search(reply.text):
        return Outcome.SENDER
    if reply.code in _ADDRESS_CODES and reply.phase == Phase.ENVELOPE:
        return Outcome.ADDRESS
    return Outcome.REFUSED


def in_words(reply: ServerReply) -> str:
    """A reply for the author's eyes, one line, short enough for a row."""
    return " ".join(str(reply).split())[:280]
