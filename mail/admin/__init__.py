"""The post office as the author sees it: letters and mails, one-off letters and replies."""

from mail.admin.broadcasts import BroadcastAdmin
from mail.admin.letters import LetterAdmin, SystemLetterAdmin
from mail.admin.messages import MessageAdmin
from mail.admin.replies import ReplyAdmin
from mail.admin.reports import DeliveryEventAdmin

__all__ = [
    "BroadcastAdmin",
    "DeliveryEventAdmin",
    "LetterAdmin",
    "MessageAdmin",
    "ReplyAdmin",
    "SystemLetterAdmin",
]
