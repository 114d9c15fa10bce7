"""Addresses the house itself puts into letters, always from SITE_URL."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from contacts import links
from contacts.actions import EVERYTHING
from mail.models import Message

PURPOSE = "letter"
CLICK = "click"


def host() -> str:
    """The house's name in Message-ID and List-Id."""
    return _host(settings.SITE_URL)


@lru_cache(maxsize=4)
def _host(site: str) -> str:
    return urlsplit(site).hostname or "localhost"


def browser_url(message: Message) -> str:
    """The same letter as a page."""
    return links.signed_url("mail:letter", PURPOSE, message.uid.hex)


def counted(uid: str, names: Iterable[str]) -> dict[str, str]:
    """The address of each counted link: it names the message and the link, never where to."""
    return {name: links.signed_url("mail:follow", CLICK, f"{uid}~{name}") for name in names}


def followed(token: str) -> tuple[UUID, str] | None:
    """The message and the counted link that such an address names."""
    uid, _separator, name = (links.read(CLICK, token) or "").partition("~")
    try:
        return UUID(uid), name
    except ValueError:
        return None


def unsubscribe_url(message: Message) -> str:
    """The RFC 8058 address for what this message was agreed under; "" when under nothing."""
    if message.contact is None or not message.consent:
        return ""
    return links.unsubscribe_url(message.contact, message.consent)


def house(message: Message, wanted: Collection[str]) -> dict[str, str]:
    """Those of the house's own values that a letter asks for, and always the way to stop it."""
    values = {"first_name": "", "site_url": settings.SITE_URL + "/"}
    stop = unsubscribe_url(message)
    if stop:
        values["unsubscribe_url"] = stop
    if "browser_url" in wanted:
        values["browser_url"] = browser_url(message)
    if message.contact is None:
        return values
    if "unsubscribe_url" in wanted and not stop:
        values["unsubscribe_url"] = links.unsubscribe_url(message.contact, EVERYTHING)
    if "preferences_url" in wanted:
        values["preferences_url"] = links.preferences_url(message.contact)
    return values
