"""A first name as it may stand on a cover or in a greeting: at most three words that are words,
or nothing at all. Pure.

Whoever asks may type anything, and the reader of a letter takes its greeting for ours: no address,
no link, no sentence.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST, MOST_WORDS = 60, 3
_WELCOME = ("L", "M", "N", "Zs", "P", "Sk")
_PILED = re.compile(r"([\u0300-\u036f\u20d0-\u20ff]{2})[\u0300-\u036f\u20d0-\u20ff]*")
# An at-sign, a slash, a scheme, a query, or a dot as in a host name: "J.R." is none, "evil.example"
# and "1.2.3.4" are. All of Unicode's dots count that a browser takes for one (RFC 3490 §3.1).
_ADDRESS = re.compile(
    r"[@/\\?#&=%＠／＼]|:\S|^www\b|\w{2,}[.\u3002\uff0e\uff61]\w|\w[.\u3002\uff0e\uff61]\w{2,}"
    r"|\d[.\u3002\uff0e\uff61]\d",
    re.IGNORECASE,
)
_AROUND = ",:;!…"
_NUMBER = re.compile(r"\d{3}")


def readable(name: str) -> str:
    """The name on one line, without pictures, controls or piled-up marks, addresses or numbers.

    Letters of every script stay; at most three words and 60 letters. A name without a single
    letter is no name.
    """
    text = unicodedata.normalize("NFC", name[:1000])
    cleaned = "".join(letter if _welcome(letter) else _instead(letter) for letter in text)
    typed = (word.strip(_AROUND) for word in _PILED.sub(r"\1", cleaned).split())
    words = [word for word in typed if _is_name(word)]
    return " ".join(words[:MOST_WORDS])[:LONGEST].strip()


def one_line(text: str, most: int) -> str:
    """Any text on one line, without controls and marks nobody sees."""
    printable = (letter if letter.isprintable() else " " for letter in text[:1000])
    return " ".join(unicodedata.normalize("NFC", "".join(printable)).split())[:most].strip()


def _is_name(word: str) -> bool:
    has_letter = any(letter.isalpha() for letter in word)
    return has_letter and not _ADDRESS.search(word) and not _NUMBER.search(word)


def _welcome(letter: str) -> bool:
    return unicodedata.category(letter).startswith(_WELCOME)


def _instead(letter: str) -> str:
    """Invisible signs go without a trace; anything else leaves a space."""
    return "" if unicodedata.category(letter) in ("Cf", "Cs") else " "
