"""A file sealed with a key and opened again: AES-256-GCM in parts, so that a large one needs little
memory, and none can be left out, moved or changed unseen. Pure.

Layout: magic, salt (16 bytes), then each part as sealed bytes. A part's nonce is its number, its
associated data says whether it is the last one (the STREAM construction of Hoang et al., 2015).
"""

from __future__ import annotations

import hashlib
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"RRBK1\n"
PART = 1024 * 1024
_TAG, _SALT = 16, 16


class CannotOpen(ValueError):
    """The key is another one, or the file was changed or cut short."""


def seal(source: BinaryIO, target: BinaryIO, *, key: str) -> None:
    salt = os.urandom(_SALT)
    target.write(MAGIC + salt)
    cipher, number = _cipher(key, salt), 0
    part = source.read(PART)
    while True:
        following = source.read(PART)
        target.write(cipher.encrypt(_nonce(number), part, _last(not following)))
        if not following:
            return
        part, number = following, number + 1


def unseal(source: BinaryIO, target: BinaryIO, *, key: str) -> None:
    """Raises CannotOpen; what was written by then is worth nothing."""
    source.read(len(MAGIC))
    cipher, number = _cipher(key, source.read(_SALT)), 0
    part = source.read(PART + _TAG)
    while True:
        following = source.read(PART + _TAG)
        try:
            target.write(cipher.decrypt(_nonce(number), part, _last(not following)))
        except InvalidTag:
            raise CannotOpen("BACKUP_KEY does not open it, or it was changed.") from None
        if not following:
            return
        part, number = following, number + 1


def _cipher(key: str, salt: bytes) -> AESGCM:
    return AESGCM(hashlib.scrypt(key.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _last(is_last: bool) -> bytes:
    return b"last" if is_last else b"more"
