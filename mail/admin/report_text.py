"""A delivery report in plain words: what happened, who said it, what was done about it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mail.models import DeliveryEvent, MessageState

EventKind = DeliveryEvent.EventKind

HAPPENED: dict[str, Promise] = {
    EventKind.DEFERRED: _("Not taken yet"),
    EventKind.REFUSED: _("Refused"),
    EventKind.DELIVERED: _("Delivered"),
    EventKind.BOUNCED: _("Came back: the address does not work"),
    EventKind.SOFT: _("Came back for now: a full mailbox, or a busy server"),
    EventKind.COMPLAINED: _("The reader called it spam"),
    EventKind.UNSUBSCRIBED: _("The reader unsubscribed in the mail program"),
    EventKind.OTHER: _("Something else was reported"),
}

SPEAKERS: dict[str, Promise | str] = {
    "smtp": _("the mail server"),
    "mailbox": _("the mailbox folder"),
    "postmark": "Postmark",
    "mailgun": "Mailgun",
    "brevo": "Brevo",
    "resend": "Resend",
    "ses": "Amazon SES",
}

NOT_MAILED = _("Nothing more is sent to this address, until you allow it again.")
ALLOWED = _("This address may be mailed.")

_DONE: dict[str, Promise] = {
    EventKind.DELIVERED: _("Nothing to do."),
    EventKind.SOFT: _("We go on writing. Four of these within two weeks, and we stop."),
    EventKind.UNSUBSCRIBED: _("These letters were stopped for this reader."),
    EventKind.OTHER: _("It was only noted."),
}
_WAITED: dict[str, Promise] = {
    MessageState.SENT: _("It was tried again later, and went out."),
    MessageState.FAILED: _("It was tried again for days, then given up."),
    MessageState.WITHDRAWN: _("It was taken back before another try."),
    MessageState.EXPIRED: _("Its time passed before another try."),
}
_WAITS = _("It waits and is tried again by itself.")
_REFUSED: dict[str, Promise] = {
    MessageState.SENT: _("It was tried again later, and went out."),
    MessageState.QUEUED: _WAITS,
    MessageState.SENDING: _WAITS,
}
_NOT_SENT = _("This one mail was not sent. The next one to this address is tried as usual.")


def done(kind: str, *, message_state: str, is_suppressed: bool) -> str:
    """What was done about a report; `message_state` "" when no mail of ours is known."""
    if kind == EventKind.DEFERRED:
        return str(_WAITED.get(message_state, _WAITS))
    if is_suppressed and kind in (
        EventKind.REFUSED,
        EventKind.BOUNCED,
        EventKind.COMPLAINED,
        EventKind.SOFT,
    ):
        return str(NOT_MAILED)
    if kind == EventKind.REFUSED:
        return str(_REFUSED.get(message_state, _NOT_SENT))
    return str(_DONE.get(kind, ALLOWED))


def speaker(provider: str) -> str:
    """Who reported it."""
    return str(SPEAKERS.get(provider, provider))
