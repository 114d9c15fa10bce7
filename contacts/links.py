"""Links with signed tokens, always from SITE_URL: a request's Host header never makes a link."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from contacts import tokens
from contacts.models import Contact


def keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def token(purpose: str, value: str) -> str:
    """A token for `value` (a public id), good for `purpose` only."""
    return tokens.sign(keys(), purpose, value)


def read(purpose: str, text: str) -> str | None:
    """The value in a token signed for `purpose`, else None."""
    return tokens.read(keys(), purpose, text)


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def unsubscribe_url(contact: Contact, purpose: str) -> str:
    """The RFC 8058 address that stops one purpose for one contact; "*" stops all."""
    value = f"{contact.uid.hex}~{purpose}"
    return absolute(reverse("unsubscribe", args=[token("unsubscribe", value)]))


def preferences_url(contact: Contact) -> str:
    """The reader's own page, served by courses."""
    return absolute(reverse("preferences", args=[token("preferences", contact.uid.hex)]))


def contact_of(purpose: str, text: str) -> Contact | None:
    """The contact whose public id a token signed for `purpose` carries."""
    value = read(purpose, text)
    return Contact.objects.filter(uid=value).first() if value else None
