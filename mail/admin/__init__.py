"""The post office as the author sees it: letters and mails, one-off letters and replies."""

from mail.admin.letters import LetterAdmin, SystemLetterAdmin
from mail.admin.mailings import MailingAdmin, ReplyAdmin
from mail.admin.mails import MessageAdmin
from mail.admin.reports import DeliveryEventAdmin

__all__ = [
    "DeliveryEventAdmin",
    "LetterAdmin",
    "MailingAdmin",
    "MessageAdmin",
    "ReplyAdmin",
    "SystemLetterAdmin",
]
