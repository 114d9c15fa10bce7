"""Pages of a PDF as pictures, for a look at them beside their words. Pure."""

from __future__ import annotations

import io
from base64 import b64encode

import pypdfium2

WIDTH = 620  # pixels


def pages(pdf: bytes) -> list[str]:
    """Each page as a data: address of a picture."""
    with pypdfium2.PdfDocument(pdf) as file:
        return [_picture(page) for page in file]


def _picture(page: pypdfium2.PdfPage) -> str:
    made = io.BytesIO()
    image = page.render(scale=WIDTH / page.get_width()).to_pil()
    image.convert("P").save(made, format="PNG", optimize=False)
    return "data:image/png;base64," + b64encode(made.getvalue()).decode()
