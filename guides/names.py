"""A first name as it may stand on a cover: text of a sane length, or nothing at all. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
_WELCOME = ("L", "M", "N", "Zs", "P", "Sk")
_PILED = re.compile(r"([\u0300-\u036f\u20d0-\u20ff]{2})[\u0300-\u036f\u20d0-\u20ff]*")


def readable(name: str) -> str:
    """The name on one line, without pictures, controls or piled-up marks, at most 60 long.

    Letters of every script stay. A name without a single letter is no name.
    """
    text = unicodedata.normalize("NFC", name[:1000])
    kept = "".join(letter if _welcome(letter) else _instead(letter) for letter in text)
    short = " ".join(_PILED.sub(r"\1", kept).split())[:LONGEST].strip()
    return short if any(letter.isalpha() for letter in short) else ""


def _welcome(letter: str) -> bool:
    return unicodedata.category(letter).startswith(_WELCOME)


def _instead(letter: str) -> str:
    """Invisible signs go without a trace; anything else leaves a space."""
    return "" if unicodedata.category(letter) in ("Cf", "Cs") else " "
