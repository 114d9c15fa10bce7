"""The frame around every letter: its slots, cutting it at them, putting a letter in. Pure."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from functools import lru_cache

from practice import contrast
from practice.identity import Identity
from practice.look import Look, Typeface

# Purposes nobody asked for one by one: these carry the ways to stop (RFC 8058) in head and foot.
LISTED = ("course", "letters")

_CUT = "\0"
NAMES = ("subject", "preheader", "body", "unsubscribe_url", "preferences_url", "browser_url")
SLOTS: dict[str, str] = {name: f"{_CUT}{name}{_CUT}" for name in (*NAMES, "signature")}

# What the frame says of the practice: put in with the letter, so that a frozen frame names nobody.
_SAID = ("name", "legal_name", "postal_address", "contact_email")
_LOOK = (
    *("accent", "accent_ink", "accent_night", "ink_night", "warm", "warm_night"),
    *("text", "label"),
)
PRACTICE: dict[str, str] = {name: f"{_CUT}practice_{name}{_CUT}" for name in (*_SAID, *_LOOK)}

# Letters bring no typeface along: those nearest to the practice's own that a reader may have. They
# stand in a style sheet, where quotation marks would be escaped, and need none.
_GEORGIA = "Georgia, Iowan Old Style, Times New Roman, serif"
_SYSTEM = "-apple-system, Segoe UI, Helvetica, Arial, sans-serif"
TYPEFACES = {
    Typeface.BOOK: (_GEORGIA, _SYSTEM),
    Typeface.JOURNAL: (f"Iowan Old Style, Charter, {_GEORGIA}", _SYSTEM),
    Typeface.ROUND: (f"Avenir Next, Avenir, Nunito Sans, {_SYSTEM}", _SYSTEM),
}


def cut(rendered: str) -> list[str]:
    """A rendered frame as text, slot, text, slot, …, text. NUL is in no text of a database."""
    return rendered.split(_CUT)


def fill(pieces: Sequence[str], values: Mapping[str, str]) -> str:
    """The frame with a letter in it."""
    return "".join(values[piece] if number % 2 else piece for number, piece in enumerate(pieces))


def printed(identity: Identity) -> dict[str, str]:
    """What the slots of `PRACTICE` are filled with, as plain text."""
    said = {name: identity.constants[name] for name in _SAID} | _look(identity.look)
    return {f"practice_{name}": said[name] for name in PRACTICE}


def signature(identity: Identity) -> str:
    """Who signs, in HTML; nothing where the author wants none or has nothing to add to a name."""
    said = identity.constants
    if not (identity.sign_letters and said["credentials"]):
        return ""
    words = as_html({name: said[name] for name in ("author_name", "credentials")})
    return (
        f'<p class="signed"><span class="signed__name">{words["author_name"]}</span><br>'
        f"{words['credentials']}</p>"
    )


# A worker sends thousands of letters in one look (`bin/bench render`).
@lru_cache(maxsize=16)
def _look(look: Look) -> dict[str, str]:
    accent = contrast.at_night(look.accent, contrast.MAIL_DARK)
    text, label = TYPEFACES[Typeface(look.typeface)]
    return {
        "accent": look.accent,
        "accent_ink": ink_on(look.accent),
        "accent_night": accent,
        "ink_night": ink_on(accent),
        "warm": look.warm,
        "warm_night": contrast.at_night(look.warm, contrast.MAIL_DARK),
        "text": text,
        "label": label,
    }


def as_html(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts escaped, their lines broken where they break."""
    return {
        name: html.escape(text.replace("\r\n", "\n")).replace("\n", "<br>")
        for name, text in texts.items()
    }


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour such as #2f5d50 (WCAG 2.2, 1.4.3)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if luminance < 0.179 else "#000000"
