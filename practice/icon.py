"""The small pictures by which browsers and phones tell this site: the mark in the practice's
colour, or its logo where that is about square. Pure.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageOps

from practice.contrast import DARK_PAPER, PAPER, at_night, readable

TAB, TOUCH = 96, 180
"""Points of the icon in a tab, drawn twice as dense as the 48 search engines ask; and of the one
on the home screen of a phone.
"""
SCALE = 8  # drawn larger and made smaller, so that lines are smooth
SQUARE = (0.8, 1.25)
"""Width by height of a logo that is an icon as it is."""
LINE = (
    ((1.0, 25.0), (2.5, 25.0), (4.0, 25.0), (5.5, 25.0)),
    ((5.5, 25.0), (10.0, 25.0), (8.0, 8.0), (16.0, 8.0)),
    ((16.0, 8.0), (24.0, 8.0), (22.0, 25.0), (26.5, 25.0)),
    ((26.5, 25.0), (28.0, 25.0), (29.5, 25.0), (31.0, 25.0)),
)
"""The line of the mark as cubic curves, in a square of 32; what `svg` writes as its path."""
STROKE = 2.6
STONE, RADIUS = (16.0, 20.0), 5.4
SMOOTH = 160  # steps of a curve
Point = tuple[float, float]


def svg(accent: str) -> bytes:
    """The mark, lighter where the browser is dark."""
    day = readable(accent, on=(PAPER,), towards="#000000")
    night = at_night(accent, DARK_PAPER)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f"<style>path{{stroke:{day}}}circle{{fill:{day}}}@media (prefers-color-scheme:dark)"
        f"{{path{{stroke:{night}}}circle{{fill:{night}}}}}</style>"
        '<path d="M1 25H5.5C10 25 8 8 16 8S22 25 26.5 25H31" fill="none" stroke-width="2.6" '
        'stroke-linecap="round"/><circle cx="16" cy="20" r="5.4"/></svg>'
    ).encode()


def tab(accent: str) -> bytes:
    """The mark on nothing, as a PNG."""
    day = readable(accent, on=(PAPER,), towards="#000000")
    return _marked(TAB, day, "#00000000", share=1)


def touch(accent: str) -> bytes:
    """The mark on a ground of the colour, as a phone shows it: it rounds the corners itself."""
    return _marked(TOUCH, PAPER, readable(accent, on=(PAPER,), towards="#000000"), share=0.66)


def is_square(width: int, height: int) -> bool:
    return bool(height) and SQUARE[0] <= width / height <= SQUARE[1]


def of_logo(logo: bytes) -> tuple[bytes, bytes]:
    """A logo that is about square as the icon of the tab, and as that of the home screen."""
    with Image.open(io.BytesIO(logo)) as opened:
        drawn = opened.convert("RGBA")
    inset = ImageOps.contain(drawn, (TOUCH - 24, TOUCH - 24), Image.Resampling.LANCZOS)
    ground = Image.new("RGBA", (TOUCH, TOUCH), "#ffffff")
    ground.alpha_composite(inset, ((TOUCH - inset.width) // 2, (TOUCH - inset.height) // 2))
    plain = ImageOps.pad(drawn, (TAB, TAB), Image.Resampling.LANCZOS, "#00000000")
    return _png(plain), _png(ground.convert("RGB"))


def draw_mark(
    draw: ImageDraw.ImageDraw, colour: str, *, at: Point, scale: float, stroke: float = STROKE
) -> None:
    """The mark with its left upper corner `at`, each of its 32 units `scale` points."""

    def placed(point: Point) -> Point:
        return at[0] + point[0] * scale, at[1] + point[1] * scale

    # A round pen, as in the SVG: Pillow's own lines end flat and break at their joints.
    for point in _line():
        _dot(draw, colour, placed(point), stroke * scale / 2)
    _dot(draw, colour, placed(STONE), RADIUS * scale)


def _dot(draw: ImageDraw.ImageDraw, colour: str, middle: Point, radius: float) -> None:
    x, y = middle
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _line() -> Iterator[Point]:
    for curve in LINE:
        for step in range(SMOOTH + 1):
            shares = _shares(step / SMOOTH)
            x = sum(share * point[0] for share, point in zip(shares, curve, strict=True))
            y = sum(share * point[1] for share, point in zip(shares, curve, strict=True))
            yield x, y


def _shares(at: float) -> tuple[float, ...]:
    """How much each of a cubic curve's four points weighs (Bernstein's polynomials)."""
    rest = 1 - at
    return rest**3, 3 * rest**2 * at, 3 * rest * at**2, at**3


def _marked(size: int, colour: str, ground: str, *, share: float) -> bytes:
    image = Image.new("RGBA", (size * SCALE, size * SCALE), ground)
    rest = size * SCALE * (1 - share) / 2
    scale = size * SCALE * share / 32
    draw_mark(ImageDraw.Draw(image), colour, at=(rest, rest), scale=scale)
    return _png(image.resize((size, size), Image.Resampling.LANCZOS))


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
