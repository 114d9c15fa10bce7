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


def pages(pdf: bytes, *, only: Collection[int] = ()) -> list[str]:
    """Each page as a data: address of a small picture; `only` those of these numbers, from 1, large
    and in true colours. A number behind the last is left out.
    """
    with pypdfium2.PdfDocument(pdf) as file:
        if not only:
            return [_picture(page, WIDTH, mode="P") for page in file]
        there = [number for number in only if 1 <= number <= len(file)]
        return [_picture(file[number - 1], LARGE, mode="RGB") for number in there]


def _picture(page: pypdfium2.PdfPage, width: int, *, mode: str) -> str:
    made = io.BytesIO()
    image = page.render(scale=width / page.get_width()).to_pil()
    image.convert(mode).save(made, format="PNG", optimize=False)
    return "data:image/png;base64," + b64encode(made.getvalue()).decode()
