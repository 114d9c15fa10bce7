"""Email addresses: how one is made comparable, and the keyed hash that outlives erasure. Pure."""

from __future__ import annotations

import hashlib
import hmac

from email_validator import EmailNotValidError, validate_email


def normal(address: str) -> str | None:
    """The address as stored (domain in lower case, NFC), or None when it is none (RFC 5321)."""
    if len(address) > 254:
        return None
    try:
        return validate_email(address.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def fold(address: str) -> str:
    """The form in which two spellings of one address are equal."""
    return address.strip().casefold()


def keyed_hash(key: str, address: str) -> str:
    """HMAC-SHA-256 in hex: tells whether an address is known without holding it."""
    return hmac.new(key.encode(), fold(address).encode(), hashlib.sha256).hexdigest()
