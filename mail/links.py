"""Addresses the house itself puts into letters, always from SITE_URL."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from contacts import links
from contacts.actions import EVERYTHING
from mail.models import Message

PURPOSE = "letter"
CLICK = "click"


def browser_url(message: Message) -> str:
    """The same letter as a page."""
    return links.signed_url("mail:letter", PURPOSE, message.uid.hex)


def counted(uid: str, names: Iterable[str]) -> dict[str, str]:
    """The address of each counted link: it names the message and the link, never where to."""
    # The address to go to stands in the letter's own row: in the link it would make this site an
    # open redirect.
    return {name: links.signed_url("mail:follow", CLICK, f"{uid}~{name}") for name in names}


def followed(token: str) -> tuple[UUID, str] | None:
    """The message and the counted link that such an address names."""
    uid, _separator, name = (links.read(CLICK, token) or "").partition("~")
    try:
        return UUID(uid), name
    except ValueError:
        return None


class HouseLinks:
    """The house's own values for many letters: what they share is worked out once."""

    def __init__(self) -> None:
        self.host = urlsplit(settings.SITE_URL).hostname or "localhost"  # Message-ID, List-Id
        self.site = settings.SITE_URL + "/"
        self._letter = links.maker("mail:letter", PURPOSE)
        self._unsubscribe = links.maker("unsubscribe", "unsubscribe")
        self._preferences = links.maker("preferences", "preferences")

    def values(
        self, *, uid: str, reader: str, consent: str, names: Collection[str]
    ) -> dict[str, str]:
        """Those of the house's own values that a letter asks for, and always the RFC 8058 address
        that stops what it was agreed under. `uid` and `reader` are public ids; `reader` is ""
        for the author, `consent` for what nobody agreed to.
        """
        values = {"first_name": "", "site_url": self.site}
        if "browser_url" in names:
            values["browser_url"] = self._letter(uid)
        if not reader:
            return values
        if consent or "unsubscribe_url" in names:
            values["unsubscribe_url"] = self._unsubscribe(f"{reader}~{consent or EVERYTHING}")
        if "preferences_url" in names:
            values["preferences_url"] = self._preferences(reader)
        return values


def house(message: Message, names: Collection[str]) -> dict[str, str]:
    """The house's own values for one letter."""
    contact = message.contact
    return HouseLinks().values(
        uid=message.uid.hex,
        reader=contact.uid.hex if contact else "",
        consent=message.consent,
        names=names,
    )
