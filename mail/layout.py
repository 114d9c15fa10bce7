"""The frame around every letter: its slots, cutting it at them, putting a letter in. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Purposes nobody asked for one by one: these carry the ways to stop (RFC 8058) in head and foot.
LISTED = ("course", "letters")

_CUT = "\0"
NAMES = ("subject", "preheader", "body", "unsubscribe_url", "preferences_url", "browser_url")
SLOTS: dict[str, str] = {name: f"{_CUT}{name}{_CUT}" for name in NAMES}


def cut(rendered: str) -> list[str]:
    """A rendered frame as text, slot, text, slot, …, text. NUL is in no text of a database."""
    return rendered.split(_CUT)


def fill(pieces: Sequence[str], values: Mapping[str, str]) -> str:
    """The frame with a letter in it."""
    return "".join(values[piece] if number % 2 else piece for number, piece in enumerate(pieces))


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour such as #2f5d50 (WCAG 2.2, 1.4.3)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if luminance < 0.179 else "#000000"
