"""Pages of a PDF as pictures: for a look at them beside their words, for a page that shows them.
Pure.
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Collection

import pypdfium2

WIDTH = 620  # pixels
LARGE = 1280  # on a landing page, for screens of twice the density


def pages(pdf: bytes) -> list[str]:
    """Each page as a data: address of a small picture."""
    with pypdfium2.PdfDocument(pdf) as file:
        drawn = [_png(page, WIDTH, mode="P") for page in file]
    return ["data:image/png;base64," + b64encode(page).decode() for page in drawn]


def large_pages(pdf: bytes, numbers: Collection[int]) -> list[bytes]:
    """The pages of these numbers, from 1, as PNG in true colours. One behind the last is left
    out.
    """
    with pypdfium2.PdfDocument(pdf) as file:
        there = [number for number in numbers if 1 <= number <= len(file)]
        return [_png(file[number - 1], LARGE, mode="RGB") for number in there]


def _png(page: pypdfium2.PdfPage, width: int, *, mode: str) -> bytes:
    made = io.BytesIO()
    image = page.render(scale=width / page.get_width()).to_pil()
    image.convert(mode).save(made, format="PNG", optimize=False)
    return made.getvalue()
