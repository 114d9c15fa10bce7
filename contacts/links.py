"""Links with signed tokens, always from SITE_URL: a request's Host header never makes a link."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import get_urlconf, reverse

from contacts import tokens
from contacts.models import Contact
from practice.frames import outside


def keys() -> list[str]:
    # The first signs, the others only verify: after a change of SECRET_KEY the links in letters
    # that have gone out still open.
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def token(purpose: str, value: str) -> str:
    """A token for `value` (a public id), good for `purpose` only."""
    return tokens.sign(keys(), purpose, value)


def read(purpose: str, text: str) -> str | None:
    """The value in a token signed for `purpose`, else None."""
    return tokens.read(keys(), purpose, text)


def absolute(path: str) -> str:
    """The address of a path on our own site, also of one made inside a frame."""
    return f"{settings.SITE_URL}{outside(path)}"


def signed_url(name: str, purpose: str, value: str) -> str:
    """The absolute address of the page `name` whose one argument is a token for `value`."""
    return maker(name, purpose)(value)


def maker(name: str, purpose: str) -> Callable[[str], str]:
    """`signed_url` for many values: whatever they share is worked out once."""
    before, after = _around(name, get_urlconf() or settings.ROOT_URLCONF)
    before, signing_keys = absolute(before), keys()

    def made(value: str) -> str:
        text = tokens.sign(signing_keys, purpose, value)
        # The shortcut must give what `reverse` gives: anything an address would escape goes the
        # long way.
        if _PLAIN.fullmatch(text):
            return f"{before}{text}{after}"
        return absolute(reverse(name, args=[text]))

    return made


_PLAIN = re.compile(r"[A-Za-z0-9~:*._-]+")  # what no address needs to escape


# A letter carries three links, and is promised to cost 200 µs in all (`bin/bench render`).
@lru_cache(maxsize=32)
def _around(name: str, _urlconf: str) -> tuple[str, str]:
    before, _token, after = reverse(name, args=["TOKEN"]).partition("TOKEN")
    return before, after


def unsubscribe_url(contact: Contact, purpose: str) -> str:
    """The RFC 8058 address that stops one purpose for one contact; "*" stops all."""
    value = f"{contact.uid.hex}~{purpose}"
    return signed_url("unsubscribe", "unsubscribe", value)


def preferences_url(contact: Contact) -> str:
    """The reader's own page, served by courses."""
    return signed_url("preferences", "preferences", contact.uid.hex)


def confirm_url(contact: Contact) -> str:
    """The page with everything that was asked for with this person's address, served by guides."""
    return signed_url("confirm", "confirm", contact.uid.hex)


def contact_of(purpose: str, text: str) -> Contact | None:
    """The contact whose public id a token signed for `purpose` carries."""
    value = read(purpose, text)
    return Contact.objects.by_uid(value) if value else None


def row_of[Row: Model](rows: QuerySet[Row], purpose: str, text: str) -> Row | None:
    """The one of these rows whose public id (`uid`) a token signed for `purpose` carries."""
    uid = read(purpose, text)
    return rows.filter(uid=uid).first() if uid else None
