"""The post office as the author sees it: letters and mails, one-off letters and replies."""

from mail.admin.mailings import MailingAdmin, ReplyAdmin
from mail.admin.mails import DeliveryEventAdmin, MessageAdmin, SystemLetterAdmin

__all__ = ["DeliveryEventAdmin", "MailingAdmin", "MessageAdmin", "ReplyAdmin", "SystemLetterAdmin"]
