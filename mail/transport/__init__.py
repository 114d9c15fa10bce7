"""Ways out of the house, chosen by EMAIL_URL: SMTP, a folder, a provider's API."""

from mail.transport.base import Outgoing, Transport
from mail.transport.choice import chosen

__all__ = ["Outgoing", "Transport", "chosen"]
