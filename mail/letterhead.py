"""The picture at the head of every letter, the stream in the practice's colours with its mark or
her logo; and her portrait beside the signature. Pure.

A letter brings them along as parts of its own (RFC 2387) and names them by their Content-IDs (RFC
2392): nothing is fetched when a letter is opened, so that opening it tells nobody. They say nothing
of the reader either: a letter is forwarded, and read over shoulders.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from email.message import MIMEPart
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageOps

from mail.layout import ink_on
from practice.contrast import mixed
from practice.icon import draw_mark
from practice.identity import Identity
from practice.look import Look
from writing import illustration

CONTENT_ID = "stream@letter"
PORTRAIT = "portrait@letter"
PAPER = "#fbf9f3"  # logos are drawn for it
LOGO_PLACE = (24, 14, 600, 130)  # left, top, right at most, bottom
LOGO_AIR = 10
PORTRAIT_SIDE = 128  # twice as dense as it is shown
SIZE = (1120, 144)  # twice as dense as it is shown: 560 by 72
SCALE = 2  # drawn larger and made smaller, so that lines are smooth
STONE, RADIUS = (838, 72), 34
MARK = (44, 28)  # its left upper corner
LINE_EVERY, LINES = 11, 7  # of each side of the stone
SHADES = 8  # from the ground to each of the two colours on it


class Shown(NamedTuple):
    """A picture that a letter brings along."""

    content_id: str
    file: str
    kind: str  # of image
    content: bytes

    @property
    def address(self) -> str:
        """By which the letter's HTML shows it."""
        return f"cid:{self.content_id}"


def pictures(html: str, identity: Identity) -> tuple[Shown, ...]:
    """Those that a letter's HTML shows."""
    head = Shown(CONTENT_ID, "stream.png", "png", picture(identity.look, identity.logo_file))
    face = Shown(PORTRAIT, "portrait.jpg", "jpeg", identity.portrait_file)
    return tuple(shown for shown in (head, face) if shown.address in html)


def portrait(file: bytes) -> bytes:
    """Her portrait as a small square JPEG; nothing where it is no picture."""
    try:
        with Image.open(io.BytesIO(file)) as opened:
            side = (PORTRAIT_SIDE, PORTRAIT_SIDE)
            small = ImageOps.fit(
                opened.convert("RGB"), side, Image.Resampling.LANCZOS, centering=(0.5, 0.3)
            )
    except (OSError, ValueError):
        return b""
    out = io.BytesIO()
    small.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


# A worker sends thousands of letters in one look (`bin/bench render`).
@lru_cache(maxsize=16)
def picture(look: Look, logo: bytes = b"") -> bytes:
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
    mark = _logo(logo) if logo else None
    if mark is None:
        _circle(draw, (MARK[0] + 44, MARK[1] + 44), 66, ground)
        draw_mark(draw, ink, at=(MARK[0] * SCALE, MARK[1] * SCALE), scale=2.75 * SCALE)
    out = io.BytesIO()
    small = image.resize(SIZE, Image.Resampling.LANCZOS)
    if mark is None:
        shades = _palette(ground, ink, stone)
        small = small.quantize(palette=shades, dither=Image.Dither.NONE)
    else:
        _on_paper(small, mark)
        small = small.quantize(256, dither=Image.Dither.NONE)
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def _logo(file: bytes) -> Image.Image | None:
    """Her logo as large as its place allows; None where it is no picture."""
    left, top, right, bottom = LOGO_PLACE
    most = (right - left - 2 * LOGO_AIR, bottom - top - 2 * LOGO_AIR)
    try:
        with Image.open(io.BytesIO(file)) as opened:
            return ImageOps.contain(opened.convert("RGBA"), most, Image.Resampling.LANCZOS)
    except (OSError, ValueError):
        return None


def _on_paper(band: Image.Image, logo: Image.Image) -> None:
    """The logo on a sheet of its own, in the middle of the band's height."""
    left, top, _right, bottom = LOGO_PLACE
    sheet = (left, top, left + logo.width + 2 * LOGO_AIR, bottom)
    ImageDraw.Draw(band).rounded_rectangle(sheet, radius=12, fill=PAPER)
    band.paste(logo, (left + LOGO_AIR, (top + bottom - logo.height) // 2), logo)


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


def encoded(shown: Shown) -> bytes:
    """A picture as a part of the mail, behind its HTML."""
    head = (
        f'Content-Type: image/{shown.kind}; name="{shown.file}"\r\n'
        f"Content-ID: <{shown.content_id}>\r\n"
        f'Content-Disposition: inline; filename="{shown.file}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode()
    return head + base64.encodebytes(shown.content).replace(b"\n", b"\r\n")


def part(shown: Shown) -> MIMEPart:
    """The same for a mailer that builds the mail itself."""
    made = MIMEPart()
    made.set_content(
        shown.content,
        "image",
        shown.kind,
        disposition="inline",
        filename=shown.file,
        cid=f"<{shown.content_id}>",
    )
    return made


def on_a_page(html: str, pictures: Iterable[Shown]) -> str:
    """A letter's HTML with the pictures in it, for a browser: it has no parts to look in."""
    for shown in pictures:
        data = base64.b64encode(shown.content).decode()
        html = html.replace(shown.address, f"data:image/{shown.kind};base64,{data}")
    return html
