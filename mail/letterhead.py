"""The picture at the head of every letter: the stream in the practice's colours. Pure.

A letter brings it along as a part of its own (RFC 2387) and names it by its Content-ID (RFC 2392):
nothing is fetched when a letter is opened, so that opening it tells nobody. It says nothing of the
reader either: a letter is forwarded, and read over shoulders.
"""

from __future__ import annotations

import base64
import io
from email.message import MIMEPart
from functools import lru_cache

from PIL import Image, ImageDraw

from mail.layout import ink_on
from practice.contrast import mixed
from practice.icon import draw_mark
from practice.look import Look
from writing import illustration

CONTENT_ID = "stream@letter"
ADDRESS = f"cid:{CONTENT_ID}"
FILE = "stream.png"
SIZE = (1120, 144)  # twice as dense as it is shown: 560 by 72
SCALE = 2  # drawn larger and made smaller, so that lines are smooth
STONE, RADIUS = (838, 72), 34
MARK = (44, 28)  # its left upper corner
LINE_EVERY, LINES = 11, 7  # of each side of the stone
SHADES = 8  # from the ground to each of the two colours on it


# A worker sends thousands of letters in one look (`bin/bench render`).
@lru_cache(maxsize=16)
def picture(look: Look) -> bytes:
    """A PNG of a few kilobytes on a ground of its own, so that it is the same by night."""
    ground, ink = look.accent, ink_on(look.accent)
    image = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), ground)
    draw = ImageDraw.Draw(image)
    for nth in range(LINES):
        for side in (-1, 1):
            colour = mixed(ink, ground, 0.25 + 0.55 * nth / LINES)
            draw.line(_line(side * (nth * LINE_EVERY + 2)), fill=colour, width=2 * SCALE - 1)
    stone = mixed(look.warm, ink, 0.4)
    _circle(draw, STONE, RADIUS - 6, stone)
    if not look.logo:  # which is a mark of its own
        _circle(draw, (MARK[0] + 44, MARK[1] + 44), 66, ground)
        draw_mark(draw, ink, at=(MARK[0] * SCALE, MARK[1] * SCALE), scale=2.75 * SCALE)
    out = io.BytesIO()
    small = image.resize(SIZE, Image.Resampling.LANCZOS)
    shades = _palette(ground, ink, stone)
    small.quantize(palette=shades, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _circle(draw: ImageDraw.ImageDraw, middle: tuple[int, int], radius: int, colour: str) -> None:
    x, y, reach = middle[0] * SCALE, middle[1] * SCALE, radius * SCALE
    draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)


def _palette(ground: str, *colours: str) -> Image.Image:
    """Fixed, for Pillow's own choice forgets what is small, such as the stone."""
    shades = [mixed(ground, to, step / SHADES) for to in colours for step in range(SHADES + 1)]
    palette = Image.new("P", (1, 1))
    palette.putpalette(b"".join(bytes.fromhex(shade[1:]) for shade in shades))
    return palette


def _line(offset: float) -> list[tuple[float, float]]:
    return [
        (x * SCALE, (STONE[1] + illustration.streamline(x - STONE[0], offset, RADIUS)) * SCALE)
        for x in range(-4, SIZE[0] + 5, 4)
    ]


def encoded(look: Look) -> bytes:
    """The picture as a part of the mail, behind its HTML."""
    head = (
        f'Content-Type: image/png; name="{FILE}"\r\nContent-ID: <{CONTENT_ID}>\r\n'
        f'Content-Disposition: inline; filename="{FILE}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode()
    return head + base64.encodebytes(picture(look)).replace(b"\n", b"\r\n")


def part(content: bytes) -> MIMEPart:
    """The same for a mailer that builds the mail itself."""
    made = MIMEPart()
    made.set_content(
        content, "image", "png", disposition="inline", filename=FILE, cid=f"<{CONTENT_ID}>"
    )
    return made


def on_a_page(html: str, content: bytes) -> str:
    """A letter's HTML with the picture in it, for a browser, which has no other part to look in."""
    return html.replace(ADDRESS, f"data:image/png;base64,{base64.b64encode(content).decode()}")
