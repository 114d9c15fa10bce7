"""Every change of letters and messages, by its thought; other rooms import from here."""

from mail.actions.breaker import Pause, paused, resume
from mail.actions.events import record_event
from mail.actions.publishing import (
    NotPublished,
    check,
    draft_body,
    publish,
    publish_system,
    system,
)
from mail.actions.queueing import queue, withdraw
from mail.actions.reading import as_read, preview, sample_values, send_test
from mail.actions.sending import send_due

__all__ = [
    "NotPublished",
    "Pause",
    "as_read",
    "check",
    "draft_body",
    "paused",
    "preview",
    "publish",
    "publish_system",
    "queue",
    "record_event",
    "resume",
    "sample_values",
    "send_due",
    "send_test",
    "system",
    "withdraw",
]
