"""The frame around every letter: its slots, cutting it at them, putting a letter in. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from practice import contrast
from practice.identity import Identity
from practice.look import Look, Typeface

# Purposes nobody asked for one by one: these carry the ways to stop (RFC 8058) in head and foot.
LISTED = ("course", "letters")

_CUT = "\0"
_BUTTON = re.compile(r'<p class="actions">(<a class="button".*?</a>)</p>')
# A table, for Outlook puts no words beside a picture otherwise.
_WITH_FACE = (
    '<table role="presentation" class="signed" cellpadding="0" cellspacing="0"><tr>'
    '<td class="signed__face"><img src="cid:portrait@letter" width="64" height="64" alt=""></td>'
    '<td class="signed__words">{}</td></tr></table>'
)
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


def signed(words: str, plain: str, identity: Identity) -> tuple[str, str, str]:
    """The words of a letter in HTML and in text, and what its frame signs with below the HTML.

    Where the author's name stands as a paragraph of its own, that is the signature and the frame
    adds none; nothing is signed where she wants it so or has nothing to add to her name.
    """
    name, credentials = (identity.constants[key] for key in ("author_name", "credentials"))
    face = bool(identity.portrait_file)
    if not (identity.sign_letters and name and (credentials or face)):
        return words, plain, ""
    printed = as_html({"name": name, "as": credentials})
    below = f"<br>{printed['as']}" if credentials else ""
    said = f'<span class="signed__name">{printed["name"]}</span>{below}'
    signature = _WITH_FACE.format(said) if face else f'<p class="signed">{said}</p>'
    before, found, after = words.rpartition(f"<p>{printed['name']}</p>")
    if not found:
        return words, plain, signature
    above, alone, rest = f"{plain}\n\n".rpartition(f"\n\n{name}\n\n")
    if alone:
        lines = "\n".join(filter(None, (name, credentials)))
        plain = f"{above}\n\n{lines}\n\n{rest}".rstrip("\n")
    return f"{before}{signature}{after}", plain, ""


def bulletproof(words: str, look: Look) -> str:
    """Buttons within a cell that only Outlook on Windows sees, which pads and colours no link."""
    return _BUTTON.sub(
        '<div class="actions"><!--[if mso]><table role="presentation" cellpadding="0" '
        f'cellspacing="0"><tr><td bgcolor="{look.accent}" style="padding: 13px 26px"><![endif]-->'
        r"\1<!--[if mso]></td></tr></table><![endif]--></div>",
        words,
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
