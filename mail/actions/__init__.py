"""Every change of letters and messages, by its thought; other rooms import from here."""

from mail.actions.publishing import (
    NotPublished,
    check,
    publish,
    publish_system,
    system,
)
from mail.actions.queueing import queue, withdraw

__all__ = [
    "NotPublished",
    "check",
    "publish",
    "publish_system",
    "queue",
    "system",
    "withdraw",
]
