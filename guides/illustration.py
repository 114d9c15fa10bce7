"""The drawing of the house: a stream that finds its way around a stone. Inline SVG. Pure.

The lines are the streamlines of an ideal flow past a circle (stream function
y (1 - r² / (x² + y²)) is constant along each), so they part and close as water does.
"""

from __future__ import annotations

import math
from functools import lru_cache
from html import escape

STEPS = 72


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
        y = max(1e-6, y - value / slope)
    return sign * y
