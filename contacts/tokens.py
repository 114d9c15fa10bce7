"""Signed tokens for links, each bound to one purpose. Pure: keys are arguments.

A token carries a row's public id and no time: expiry and revocation are facts of the row.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache

from django.core.signing import BadSignature, Signer


def signer(keys: Sequence[str], purpose: str) -> Signer:
    return Signer(key=keys[0], fallback_keys=list(keys[1:]), salt=f"link.{purpose}", sep=".")


def sign(keys: Sequence[str], purpose: str, value: str) -> str:
    """`value` and its signature for `purpose`, under the first key; the same every time.

    What Django's Signer makes, ten times as fast: a letter carries three of them.
    """
    stamp = _stamp(keys[0], purpose).copy()
    stamp.update(value.encode())
    return f"{value}.{base64.urlsafe_b64encode(stamp.digest()).rstrip(b'=').decode()}"


@lru_cache(maxsize=64)
def _stamp(key: str, purpose: str) -> hmac.HMAC:
    derived = hashlib.sha256(f"link.{purpose}signer{key}".encode()).digest()
    return hmac.new(derived, digestmod="sha256")


def read(keys: Sequence[str], purpose: str, token: str) -> str | None:
    """The value of a token signed for `purpose` under any of the keys, else None."""
    try:
        return signer(keys, purpose).unsign(token)
    except BadSignature:
        return None
