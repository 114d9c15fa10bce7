"""A provider's event as one of ours: a translation table over anymail's normalised events. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from mail.smtp_replies import Phase, ServerReply, SmtpOutcome, judge
from writing.clean import cleaned, cleaned_tree

# Name in our address -> anymail's view, of which only validators and parse_events are used.
VIEWS = {
    "postmark": "anymail.webhooks.postmark.PostmarkTrackingWebhookView",
    "mailgun": "anymail.webhooks.mailgun.MailgunTrackingWebhookView",
    "brevo": "anymail.webhooks.brevo.BrevoTrackingWebhookView",
    "resend": "anymail.webhooks.resend.ResendTrackingWebhookView",
    "ses": "anymail.webhooks.amazon_ses.AmazonSESTrackingWebhookView",
}

# Anymail's event type -> ours; None: not our business (no tracking), "" : look closer.
KINDS: dict[str, str | None] = {
    "bounced": "",
    "rejected": "",
    "failed": "",
    "deferred": "deferred",
    "delivered": "delivered",
    "complained": "complained",
    "unsubscribed": "unsubscribed",
    "opened": None,
    "clicked": None,
    "queued": None,
    "sent": None,
    "subscribed": None,
    "autoresponded": None,
}
# Promise 19: neither what proves a call, nor words of the mail, lies in a row that outlives it.
_LEFT_OUT = re.compile(
    r"signature|token|secret|signing|certurl|auth|password|api-?key|subscribeurl|"
    r"subject|content|headers|body|html|text$|plain|snippet|attachment|raw",
    re.I,
)
LONGEST = 500  # characters of one value
TOKEN_LASTS = timedelta(days=1)  # Mailgun tries again for eight hours
_BY_OUTCOME = {SmtpOutcome.ADDRESS: "bounced", SmtpOutcome.LATER: "soft"}
_SOFT_WORDS = frozenset({"softbounce", "soft_bounce", "transient", "temporary", "blocked"})
# A server's reply quoted in prose: its code, and the enhanced one (RFC 3463) behind it.
_SAID = re.compile(r"\b([45]\d\d)[ -]?(.*)", re.DOTALL)


@dataclass(frozen=True)
class ReportedEvent:
    """One event, translated."""

    kind: str
    event_key: str
    message_uid: str
    provider_id: str
    recipient: str
    code: str
    detail: str
    raw: Any
    at: datetime | None


def arrived(event: Any, *, provider: str) -> ReportedEvent | None:
    """Anymail's event as ours; None when it is none of our business."""
    kind = KINDS.get(event.event_type, "other")
    if kind is None:
        return None
    raw = as_json(event.esp_event)
    said = cleaned(str(event.mta_response or event.description or ""))
    metadata = event.metadata if isinstance(event.metadata, Mapping) else {}
    key = event.event_id or digest(json.dumps(raw, sort_keys=True))
    return ReportedEvent(
        kind=kind or bounce_kind(said, reject_reason=event.reject_reason or "", raw=raw),
        event_key=cleaned(f"{provider}:{key}")[:200],
        message_uid=cleaned(str(metadata.get("message", ""))),
        provider_id=cleaned(str(event.message_id or "")),
        recipient=cleaned(str(event.recipient or "")),
        code=cleaned(str(event.reject_reason or event.event_type)),
        detail=" ".join(said.split())[:500],
        raw=raw,
        at=event.timestamp,
    )


def bounce_kind(detail: str, *, reject_reason: str, raw: Any) -> str:
    """Whether a bounce means that the address is bad, that it may work later, or neither."""
    # What the receiving server said counts before the provider's word for it: “bounced” is used for
    # full mailboxes and for blocked senders too.
    reply = spoken(detail)
    if reply is not None:
        return _BY_OUTCOME.get(judge(reply), "other")
    if any(word.lower() in _SOFT_WORDS for word in _words(raw)):
        return "soft"
    return "bounced" if reject_reason in ("invalid", "bounced") else "other"


def spoken(detail: str) -> ServerReply | None:
    """The server's reply quoted in a provider's words, if one is."""
    match = _SAID.search(detail)
    return ServerReply(int(match[1]), match[2].strip(" -"), Phase.ENVELOPE) if match else None


def _words(raw: Any) -> list[str]:
    if not isinstance(raw, Mapping):
        return []
    names = ("Type", "type", "event", "bounceType", "severity", "bounce_classification")
    return [str(raw[name]) for name in names if name in raw]


def as_json(event: Any) -> Any:
    """What a provider sent as plain, clean JSON values, also where it came as a form."""
    if hasattr(event, "dict"):
        event = event.dict()
    return cleaned_tree(json.loads(json.dumps(event, default=str)))


def kept_of(raw: Any) -> Any:
    """A report without what proves the provider's calls, and without the mail it is about, which
    may say what its reader answered: names and reasons are kept, texts are not.
    """
    if isinstance(raw, Mapping):
        return {
            name: kept_of(value) for name, value in raw.items() if not _LEFT_OUT.search(str(name))
        }
    if isinstance(raw, list):
        return [kept_of(event) for event in raw]
    return _unpacked(raw) if isinstance(raw, str) else raw


def _unpacked(text: str) -> Any:
    """Amazon puts the report as text into its notice; a long text is cut."""
    if text.startswith(("{", "[")):
        try:
            return json.dumps(kept_of(json.loads(text)))
        except ValueError:
            return ""
    return text[:LONGEST]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def is_recent(stamp: str, *, now: datetime) -> bool:
    """Whether a Unix time in a signature is at most a day away."""
    return abs(now - datetime.fromtimestamp(int(stamp), UTC)) < TOKEN_LASTS
