"""The transport that EMAIL_URL names."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from mail.transport.base import Transport
from mail.transport.mailbox import Mailbox
from mail.transport.provider import Provider
from mail.transport.smtp import Smtp


def chosen() -> Transport:
    """The transport of this installation, not yet open."""
    parts = urlsplit(settings.EMAIL_URL)
    if parts.scheme == "file":
        return Mailbox(settings.MAILBOX_DIR)
    if parts.scheme in ("smtp", "smtps"):
        options = settings.MAILERS["default"]["OPTIONS"]
        return Smtp(
            host=options["host"],
            port=options["port"],
            username=options["username"],
            password=options["password"],
            use_ssl=options["use_ssl"],
            use_tls=options["use_tls"],
            greeting=urlsplit(settings.SITE_URL).hostname or "localhost",
        )
    return Provider(parts.scheme)
