"""The picture that stands where a page is shared: its words in the practice's typefaces, over the
stream that parts around a stone. Reads the typefaces' files, and nothing else.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from practice.contrast import INK, PAPER, mixed, readable
from practice.icon import draw_mark
from practice.look import Look, Typeface
from writing import illustration

SIZE = WIDTH, HEIGHT = 1200, 630
"""What Facebook, LinkedIn, Slack and the rest cut nothing off (1.91 to 1)."""
EDITION = 2
"""Raised when the drawing changes, so that cards of before are drawn anew."""
SCALE = 3  # drawn larger and made smaller, so that lines are smooth
LEFT, RIGHT = 80, 1120
STONE, RADIUS = (930, 546), 38
LINE_EVERY, ABOVE, BELOW = 13.5, 8, 7
TITLE_SIZES = (96, 86, 78, 70, 62, 56, 50)
TITLE_TOP, TITLE_LINES, TITLE_ROOM, TITLE_STEP = 142, 3, 192, 1.12
LINE_SIZE, LINE_LINES = 29, 2
SERIF = {Typeface.BOOK: "Vollkorn", Typeface.JOURNAL: "Newsreader", Typeface.ROUND: "Fraunces"}
SANS = {
    Typeface.BOOK: "AtkinsonHyperlegibleNext",
    Typeface.JOURNAL: "Figtree",
    Typeface.ROUND: "NunitoSans",
}
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class ShareWords:
    """What a card says: whose page it is, what it is called, and one sentence of it."""

    practice: str
    title: str
    line: str

    @property
    def as_body(self) -> Mapping[str, str]:
        return {"practice": self.practice, "title": self.title, "line": self.line}


def drawn(words: ShareWords, look: Look, fonts: Path) -> bytes:
    """The card as a PNG; `fonts` is the folder of the typefaces."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    draw = ImageDraw.Draw(image)
    accent = readable(look.accent, on=(PAPER,), towards="#000000")
    _stream(draw, accent, look.warm)
    face = Typeface(look.typeface)
    _masthead(draw, words.practice, accent, _file(fonts, SERIF[face], "Italic"))
    bottom = _title(draw, words.title, _file(fonts, SERIF[face], "Regular"))
    _sentence(draw, words.line, bottom, _file(fonts, SANS[face], "Regular"))
    out = io.BytesIO()
    small = image.resize(SIZE, Image.Resampling.LANCZOS)
    # A few colours and what lies between them: a third of the bytes, and no point looks otherwise.
    flat = small.quantize(256, dither=Image.Dither.NONE)
    flat.save(out, "PNG", optimize=True)
    return out.getvalue()


def _file(fonts: Path, family: str, style: str) -> Path:
    return fonts / f"{family}-{style}.ttf"


def _font(file: Path, size: int) -> Font:
    return ImageFont.truetype(file, size * SCALE)


def _stream(draw: ImageDraw.ImageDraw, accent: str, warm: str) -> None:
    """Lines fade with their distance from the stone, the nearest being the strongest."""
    for nth in (*range(-ABOVE, 0), *range(1, BELOW + 1)):
        offset = (abs(nth) - 0.8) * LINE_EVERY * (1 if nth > 0 else -1)
        away = (abs(nth) - 1) / ABOVE
        points = [
            (x * SCALE, (STONE[1] + illustration.streamline(x - STONE[0], offset, RADIUS)) * SCALE)
            for x in range(-4, WIDTH + 5, 4)
        ]
        width = round((2.1 - 1.2 * away) * SCALE)
        draw.line(points, fill=mixed(accent, PAPER, 0.85 * away), width=width, joint="curve")
    box = [(middle + side * (RADIUS - 7)) * SCALE for side in (-1, 1) for middle in STONE]
    draw.ellipse(box, fill=warm)


def _masthead(draw: ImageDraw.ImageDraw, name: str, accent: str, file: Path) -> None:
    draw_mark(draw, accent, at=(LEFT * SCALE, 58 * SCALE), scale=1.9 * SCALE, stroke=1.8)
    font = _font(file, 31)
    draw.text((162 * SCALE, 94 * SCALE), _shortened(name, font, RIGHT - 162), INK, font, "ls")


def _title(draw: ImageDraw.ImageDraw, title: str, file: Path) -> float:
    """Writes the title as large as it goes into its room; returns where the room below begins."""
    size, lines = title_lines(title, file)
    font, step = _font(file, size), size * TITLE_STEP
    for nth, line in enumerate(lines):
        base = TITLE_TOP + size * 0.86 + nth * step
        draw.text((LEFT * SCALE, base * SCALE), line, INK, font, "ls")
    return TITLE_TOP + len(lines) * step


def title_lines(title: str, file: Path) -> tuple[int, list[str]]:
    """The largest size in which all of a title goes into its room, long words too, and its lines;
    cut where not even the smallest will do.
    """
    for size in TITLE_SIZES:
        font = _font(file, size)
        lines = _lines(title, font, RIGHT - LEFT)
        widest = max(map(font.getlength, lines), default=0)
        is_low = len(lines) * size * TITLE_STEP <= TITLE_ROOM and len(lines) <= TITLE_LINES
        if is_low and widest <= (RIGHT - LEFT) * SCALE:
            break
    return size, _at_most(lines, TITLE_LINES, font)


def _sentence(draw: ImageDraw.ImageDraw, line: str, top: float, file: Path) -> None:
    font = _font(file, LINE_SIZE)
    quiet = mixed(INK, PAPER, 0.32)
    lines = _at_most(_lines(line, font, RIGHT - LEFT - 100), LINE_LINES, font)
    for nth, part in enumerate(lines):
        base = top + 20 + LINE_SIZE + nth * LINE_SIZE * 1.36
        draw.text((LEFT * SCALE, base * SCALE), part, quiet, font, "ls")


def _lines(text: str, font: Font, room: int) -> list[str]:
    """The words in lines of about the same length, as few as go into the room."""
    lines = _filled(text, font, room * SCALE)
    narrow = room * SCALE
    while len(lines) > 1:
        narrow -= 20 * SCALE
        closer = _filled(text, font, narrow)
        if len(closer) > len(lines) or narrow < room * SCALE / 2:
            break
        lines = closer
    return lines


def _filled(text: str, font: Font, room: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _at_most(lines: list[str], most: int, font: Font) -> list[str]:
    fitting = lines[:most]
    if len(lines) > most:
        fitting[-1] += " …"
    return [_shortened(line, font, RIGHT - LEFT) for line in fitting]


def _shortened(text: str, font: Font, room: int) -> str:
    """The text, or as much of it as goes into the room."""
    if font.getlength(text) <= room * SCALE:
        return text
    while text and font.getlength(f"{text}…") > room * SCALE:
        text = text[:-1]
    return f"{text.rstrip()}…"
