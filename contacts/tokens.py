"""Signed tokens for links, each bound to one purpose. Pure: keys are arguments.

A token carries a row's public id and no time: expiry and revocation are facts of the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.core.signing import BadSignature, Signer


@lru_cache(maxsize=64)
def _signer(keys: tuple[str, ...], purpose: str) -> Signer:
    # Made once: a letter carries three links, and is promised to cost 200 µs in all.
    return Signer(key=keys[0], fallback_keys=[*keys[1:]], salt=f"link.{purpose}", sep=".")


def sign(keys: Sequence[str], purpose: str, value: str) -> str:
    """`value` and its signature for `purpose`, under the first key; the same every time."""
    return _signer(tuple(keys), purpose).sign(value)


def read(keys: Sequence[str], purpose: str, token: str) -> str | None:
    """The value of a token signed for `purpose` under any of the keys, else None."""
    try:
        return _signer(tuple(keys), purpose).unsign(token)
    except BadSignature:
        return None
