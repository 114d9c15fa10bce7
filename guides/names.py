"""A first name as it may stand on a cover: text of a sane length, or nothing at all. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
_WELCOME = ("L", "M", "N", "Zs", "P", "Sk")
_MARKS = re.compile(r"(\S)([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{2})[\u0300-\u20ff]*")


def readable(name: str) -> str:
    """The name on one line, without pictures, controls or piled-up marks, at most 60 long.

    Letters of every script stay. A name without a single letter is no name.
    """
    text = unicodedata.normalize("NFC", name[:1000])
    kept = "".join(letter if _welcome(letter) else " " for letter in text)
    short = " ".join(_MARKS.sub(r"\1\2", kept).split())[:LONGEST].strip()
    return short if any(letter.isalpha() for letter in short) else ""


def _welcome(letter: str) -> bool:
    return unicodedata.category(letter).startswith(_WELCOME)
