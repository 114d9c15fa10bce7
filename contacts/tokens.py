"""Signed tokens for links, each bound to one purpose. Pure: keys are arguments.

A token carries a row's public id and no time: expiry and revocation are facts of the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hmac import HMAC

from django.core.signing import BadSignature, Signer, b64_encode
from django.utils.crypto import salted_hmac


def signer(keys: Sequence[str], purpose: str) -> Signer:
    return Signer(key=keys[0], fallback_keys=[*keys[1:]], salt=f"link.{purpose}", sep=".")


def sign(keys: Sequence[str], purpose: str, value: str) -> str:
    """`value` and its signature for `purpose`, under the first key; the same every time.

    What `Signer.sign` gives, its key derived once: a letter carries three links, and is promised to
    cost 200 µs in all (`bin/bench render`).
    """
    signature = _keyed(keys[0], purpose).copy()
    signature.update(value.encode())
    return f"{value}.{b64_encode(signature.digest()).decode()}"


@lru_cache(maxsize=64)
def _keyed(key: str, purpose: str) -> HMAC:
    # The “signer” at the end is Django's: `Signer` adds it to its salt, and `read` verifies by
    # `Signer`.
    return salted_hmac(f"link.{purpose}signer", "", key, algorithm="sha256")


def read(keys: Sequence[str], purpose: str, token: str) -> str | None:
    """The value of a token signed for `purpose` under any of the keys, else None."""
    try:
        # By Django, which compares in constant time: with `==` the answer's delay would tell how
        # much of a forged signature is right.
        return signer(keys, purpose).unsign(token)
    except BadSignature:
        return None
