"""The practice's colour made readable on light and dark paper (WCAG 2.2 contrast). Pure."""

from __future__ import annotations

PAPER = "#fbf9f3"
DARK_PAPER = "#171a16"
INK = "#10201a"
ENOUGH = 4.6
"""A little over the 4.5 to 1 of WCAG 2.2 §1.4.3, for text."""
STEPS = 20
TEXT = 4.5


def is_colour(text: str) -> bool:
    """Whether it is written "#rrggbb"."""
    digits = text.removeprefix("#").lower()
    return len(text) == 7 and text[0] == "#" and set(digits) <= set("0123456789abcdef")


def shades(accent: str) -> dict[str, str]:
    """The admin's eleven shades of a colour, from nearly white (50) to nearly black (950)."""
    pale = {"50": 0.94, "100": 0.86, "200": 0.72, "300": 0.55, "400": 0.33, "500": 0.14}
    deep = {"700": 0.18, "800": 0.34, "900": 0.48, "950": 0.68}
    found = {name: mixed(accent, "#ffffff", share) for name, share in pale.items()}
    found["600"] = accent
    return found | {name: mixed(accent, "#000000", share) for name, share in deep.items()}


def stylesheet(accent: str) -> str:
    """The custom properties that replace those of site.css. `accent` is "#rrggbb"."""
    light = readable(accent, on=PAPER, towards="#000000")
    dark = readable(accent, on=DARK_PAPER, towards="#ffffff")
    at_night = f":root{{{_properties(dark, DARK_PAPER)}}}"
    return (
        f":root{{{_properties(light, PAPER)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{{at_night}}}\n"
    )


def readable(colour: str, *, on: str, towards: str) -> str:
    """`colour`, moved towards black or white until it can be read on a background."""
    for step in range(STEPS + 1):
        found = mixed(colour, towards, step / STEPS)
        if contrast(found, on) >= ENOUGH:
            return found
    return towards


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with a `share` (0 to 1) of `other` in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(colour: str, other: str) -> float:
    """From 1 to 21, as WCAG 2.2 defines the contrast ratio."""
    low, high = sorted((_luminance(colour), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _properties(accent: str, paper: str) -> str:
    ink = max("#ffffff", INK, key=lambda candidate: contrast(candidate, accent))
    wash = mixed(paper, accent, 0.12)
    return f"--accent:{accent};--accent-ink:{ink};--accent-wash:{wash}"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
