"""The practice's colours made readable on light and dark paper (WCAG 2.2 contrast). Pure."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable

PAPER, WASH, SAND = "#fbf9f3", "#f2eee3", "#f4e5cd"
DARK_PAPER = "#171a16"
INK = "#10201a"
ENOUGH = 4.6
"""A little over the 4.5 to 1 of WCAG 2.2 §1.4.3, for text."""
STEPS = 100
TEXT, GRAPHIC = 4.5, 3.0
"""What WCAG 2.2 asks of text (§1.4.3), and of large figures and drawings (§1.4.11)."""
AT_NIGHT = 7.0
"""Of text in the dark, where a colour barely readable looks dull."""
MAIL, MAIL_NOTE, MAIL_DARK = "#f6f3ec", "#efeadf", "#292620"
GROUNDS = ("#ffffff", PAPER, MAIL, MAIL_NOTE)
"""On which colours stand in the light: paper of the guide, of pages, of letters, a note there."""


def is_colour(text: str) -> bool:
    """Whether it is written "#rrggbb"."""
    digits = text.removeprefix("#").lower()
    return len(text) == 7 and text[0] == "#" and set(digits) <= set("0123456789abcdef")


def shades(accent: str) -> dict[str, str]:
    """The admin's eleven shades of a colour, from nearly white (50) to nearly black (950)."""
    pale = {"50": 0.94, "100": 0.86, "200": 0.72, "300": 0.55, "400": 0.33, "500": 0.14}
    deep = {"700": 0.18, "800": 0.34, "900": 0.48, "950": 0.68}
    tints = {name: mixed(accent, "#ffffff", share) for name, share in pale.items()}
    tints["600"] = accent
    return tints | {name: mixed(accent, "#000000", share) for name, share in deep.items()}


def stylesheet(accent: str, warm: str) -> str:
    """The custom properties that replace those of site.css. Both are "#rrggbb"."""
    # Both stand in small words too, on the page and on its tinted boxes. On sand the second one is
    # mixed with ink (`--warm-ink` of site.css), which reads there.
    light = readable(accent, on=(PAPER, WASH, SAND), towards="#000000")
    clay = readable(warm, on=(PAPER, WASH), towards="#000000")
    day = _properties(light, clay, PAPER)
    dark, glow = at_night(accent, DARK_PAPER), at_night(warm, DARK_PAPER)
    night = f":root{{{_properties(dark, glow, DARK_PAPER)}}}"
    return f":root{{{day}}}\n@media screen and (prefers-color-scheme:dark){{{night}}}\n"


def at_night(colour: str, paper: str) -> str:
    """A colour as it stands on dark paper: lighter, of the same hue, no brighter than is quiet."""
    hue, light, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    for step in range(STEPS + 1):
        shares = colorsys.hls_to_rgb(hue, light + (1 - light) * step / STEPS, min(saturation, 0.45))
        lighter = "#" + "".join(f"{round(share * 255):02x}" for share in shares)
        if contrast(lighter, paper) >= AT_NIGHT:
            return lighter
    return "#ffffff"


def readable(colour: str, *, on: Iterable[str], towards: str, enough: float = ENOUGH) -> str:
    """The nearest colour on the way towards black or white that can be read on every ground."""
    grounds = tuple(on)
    for step in range(STEPS + 1):
        nearer = mixed(colour, towards, step / STEPS)
        if lowest(nearer, grounds) >= enough:
            return nearer
    return towards


def lowest(colour: str, grounds: Iterable[str]) -> float:
    """The contrast of a colour with the ground on which it is hardest to read."""
    return min(contrast(colour, ground) for ground in grounds)


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with a `share` (0 to 1) of `other` in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(colour: str, other: str) -> float:
    """From 1 to 21, as WCAG 2.2 defines the contrast ratio."""
    low, high = sorted((_luminance(colour), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _properties(accent: str, warm: str, paper: str) -> str:
    ink = max("#ffffff", INK, key=lambda candidate: contrast(candidate, accent))
    wash = mixed(paper, accent, 0.12)
    return f"--accent:{accent};--accent-ink:{ink};--accent-wash:{wash};--warm:{warm}"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
