"""A mail that came in: who wrote it, to which of ours, and whether a machine did. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from mail import authentication
from writing.clean import cleaned

# Name in our address -> anymail's view, of which only validators and parse_events are used.
VIEWS = {
    "postmark": "anymail.webhooks.postmark.PostmarkInboundWebhookView",
    "mailgun": "anymail.webhooks.mailgun.MailgunInboundWebhookView",
    "brevo": "anymail.webhooks.brevo.BrevoInboundWebhookView",
    "resend": "anymail.webhooks.resend.ResendInboundWebhookView",
    "ses": "anymail.webhooks.amazon_ses.AmazonSESInboundWebhookView",
}
_OURS = re.compile(r"<([0-9a-f]{32})@[^>\s]+>")
_MACHINES = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b", re.I)
_SUBJECTS = re.compile(
    r"^\s*(auto(matic(ally)?)?[ -]?(reply|response|answer|generated)|out of (the )?office|"
    r"abwesenheit|r[eé]ponse automatique|respuesta autom[aá]tica|undeliver|delivery (status|fail))",
    re.I,
)
_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})


@dataclass(frozen=True)
class InboundMail:
    """One mail that came in."""

    event_key: str
    sender: str
    subject: str
    text: str
    answers: tuple[str, ...]  # public ids of our mails it may answer, the nearest first
    is_automatic: bool
    is_doubtful: bool  # the receiving server did not vouch for the sender
    at: datetime | None


def written(event: object, *, provider: str) -> InboundMail | None:
    """Anymail's inbound event as ours; None when it carries no mail."""
    mail = getattr(event, "message", None)
    if mail is None:
        return None
    lines = [(name.lower(), cleaned(str(value))) for name, value in mail.items()]
    headers = dict(reversed(lines))  # of several by one name the nearest hop's, which stands first
    sender = parseaddr(headers.get("from", ""))[1]
    # RFC 5322 §3.6.4: In-Reply-To names the mail that is answered, References its thread; the first
    # of ours counts.
    threads = f"{headers.get('in-reply-to', '')} {headers.get('references', '')}"
    # The same mail may come by two ways or twice: its own Message-ID tells it, the provider's
    # number of the call would not.
    key = headers.get("message-id") or cleaned(getattr(event, "event_id", None) or "")
    return InboundMail(
        event_key=f"{provider}:{key}"[:200] if key else "",
        sender=sender,
        subject=" ".join(headers.get("subject", "").split())[:200],
        text=cleaned(text_of(mail))[:5000],
        answers=tuple(dict.fromkeys(_OURS.findall(threads))),
        is_automatic=is_automatic(headers, sender=sender),
        is_doubtful=authentication.is_doubtful(verdicts(event, lines, sender)),
        at=getattr(event, "timestamp", None),
    )


def verdicts(event: object, lines: list[tuple[str, str]], sender: str) -> dict[str, str]:
    """What was found out about the sender: by the mail's headers, and by Amazon's receipt."""
    event_data = getattr(event, "esp_event", None)
    receipt = event_data.get("receipt") if isinstance(event_data, Mapping) else None
    of_provider = authentication.receipt_verdicts(receipt) if isinstance(receipt, Mapping) else {}
    return authentication.merged(authentication.verdicts(lines, sender=sender), of_provider)


def text_of(mail: Any) -> str:
    """The plain text of a mail, also where it names a character set that nobody knows."""
    try:
        return str(mail.text or "")
    except LookupError:
        part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
        return str(part.get_content_text(charset="utf-8"))


def is_automatic(headers: Mapping[str, str], *, sender: str) -> bool:
    """Whether a machine answered (RFC 3834): headers by lower-case names."""
    said = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    return (
        said != "no"
        or headers.get("precedence", "").strip().lower() in _BULK
        or any(name in headers for name in ("x-autoreply", "x-autorespond", "x-auto-response"))
        # RFC 5321 §4.5.5: the null reverse-path of delivery reports (RFC 3464) and receipts;
        # nothing that a person writes has it.
        or headers.get("return-path", "").strip() == "<>"
        or bool(_MACHINES.match(sender))
        or bool(_SUBJECTS.match(headers.get("subject", "")))
    )
