"""The drawings of the house: a stream that finds its way around stones. Inline SVG. Pure.

The lines are the streamlines of an ideal flow past a circle (stream function
y (1 - r² / (x² + y²)) is constant along each), so they part and close as water does.

One family: `stream` is the practice's, `figures` gives each result of an assessment its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape

STEPS = 72
TONES = 8
"""How many colours the figures of one assessment take in turn (`.tone--1` and on in site.css)."""
WIDE, HIGH = 600, 200
BEDS: tuple[tuple[tuple[int, int, int], ...], ...] = (
    ((400, 118, 34),),
    ((180, 96, 26), (430, 112, 40)),
    ((300, 100, 52),),
    ((150, 132, 30), (300, 62, 22), (450, 132, 30)),
    ((190, 140, 44),),
    ((240, 60, 24), (330, 142, 32)),
    ((110, 100, 18), (260, 100, 27), (440, 100, 38)),
    ((470, 66, 42),),
    ((140, 66, 34), (470, 138, 22)),
    ((200, 150, 20), (300, 52, 36), (400, 150, 20)),
    ((120, 100, 40), (480, 100, 40)),
    ((220, 72, 30), (470, 140, 46)),
)
"""Where the stones of a figure lie, as (x, y, radius): no two beds can be taken for each other."""


# The same picture in every guide of one look (`bin/bench guide`).
@lru_cache(maxsize=64)
def stream(*, color: str, stone: str, title: str, width: int = 210, height: int = 130) -> str:
    """One picture of `width` x `height` units, the stone right of its middle."""
    radius, at = 15, (138, height // 2)
    lines = "".join(
        f'<path d="{_line(offset, radius, width, at)}"/>' for offset in _offsets(height, at)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<g fill="none" stroke="{escape(color)}" stroke-width="0.42">{lines}</g>'
        f'<circle cx="{at[0]}" cy="{at[1]}" r="{radius - 1.6}" fill="{escape(stone)}"/></svg>'
    )


def _offsets(height: int, stone: tuple[int, int]) -> list[float]:
    """How far from the middle each line runs where the water is still undisturbed."""
    above = [-(0.9 + 4.6 * n) for n in range(int(stone[1] / 4.6) + 1)]
    below = [0.9 + 4.6 * n for n in range(int((height - stone[1]) / 4.6) + 1)]
    return [*reversed(above), *below]


def _line(offset: float, radius: float, width: int, stone: tuple[int, int]) -> str:
    points = []
    for step in range(STEPS + 1):
        x = width * step / STEPS - stone[0]
        points.append(f"{x + stone[0]:.2f} {stone[1] + streamline(x, offset, radius):.2f}")
    return "M" + "L".join(points)


def streamline(x: float, offset: float, radius: float) -> float:
    """The distance from the middle of the streamline `offset` at `x`, by Newton's method."""
    sign = math.copysign(1, offset)
    y = max(abs(offset), radius if abs(x) < radius else 0.5)
    for _round in range(30):
        square = x * x + y * y
        value = y * (1 - radius**2 / square) - abs(offset)
        slope = 1 - radius**2 / square + 2 * radius**2 * y * y / square**2
        before, y = y, max(1e-6, y - value / slope)
        if abs(y - before) < 1e-7:
            break
    return sign * y


@dataclass(frozen=True)
class Figure:
    """The drawing of one result, and which of the `TONES` it is coloured in (from 1 on)."""

    svg: str
    tone: int


# A result page draws none anew (`bin/bench pages`).
@lru_cache(maxsize=64)
def figures(keys: tuple[str, ...]) -> Mapping[str, Figure]:
    """A drawing for each key; no two of one assessment are alike, up to as many as there are beds.

    A key keeps its drawing when others come or go, but for those that would have had the same bed.
    """
    taken: dict[str, int] = {}
    for key in sorted(keys):
        first = _number(key) % len(BEDS)
        free = [place for place in _from(first) if place not in taken.values()]
        taken[key] = free[0] if free else first
    tones = {key: number for number, key in enumerate(sorted(keys, key=taken.__getitem__))}
    return {key: Figure(_figure(key, BEDS[taken[key]]), tones[key] % TONES + 1) for key in keys}


def _from(first: int) -> Iterable[int]:
    return (*range(first, len(BEDS)), *range(first))


def _number(key: str) -> int:
    return int.from_bytes(sha256(key.encode()).digest()[:4])


# As `figures`: one that comes or goes changes the others' beds seldom.
@lru_cache(maxsize=256)
def _figure(key: str, stones: tuple[tuple[int, int, int], ...]) -> str:
    swell, turn = 3 + _number(f"{key} swell") % 5, _number(f"{key} turn") % 360
    lines = "".join(
        f'<path stroke-width="{width:.2f}" d="{_course(offset, stones, swell, turn)}"/>'
        for offset, width in _strands()
    )
    beds = "".join(f'<circle cx="{x}" cy="{y}" r="{r - 6}"/>' for x, y, r in stones)
    return (
        f'<svg class="figure" viewBox="0 0 {WIDE} {HIGH}" fill="none" stroke="currentColor" '
        f'aria-hidden="true" focusable="false">{lines}{beds}</svg>'
    )


def _strands() -> Iterable[tuple[int, float]]:
    """How far down each line runs undisturbed, and how broad it is: broadest in the middle."""
    return ((y, 0.7 + 1.1 * math.sin(math.pi * y / HIGH)) for y in range(10, HIGH, 12))


def _course(y: float, stones: tuple[tuple[int, int, int], ...], swell: float, turn: float) -> str:
    """One line of the stream: it swells a little, and each stone moves it as if it lay alone."""

    def undisturbed(x: float) -> float:
        return y + swell * math.sin(math.radians(turn + x * 0.75))

    # How far from each stone's middle it runs, taken once: whether a line passes above or below
    # must not change on the way.
    offsets = [undisturbed(left) - top or 0.01 for left, top, _radius in stones]
    points = []
    for x in _columns(stones):
        moved = (
            streamline(x - left, offset, radius) - offset
            for (left, _top, radius), offset in zip(stones, offsets, strict=True)
        )
        points.append(f"{x} {undisturbed(x) + sum(moved):.1f}")
    return "M" + "L".join(points)


def _columns(stones: tuple[tuple[int, int, int], ...]) -> list[int]:
    """Where a line is reckoned: closer together where it bends."""
    bends = {x for left, _top, r in stones for x in range(left - r - 12, left + r + 13, 5)}
    return sorted(bends | set(range(-4, WIDE + 5, 16)))
