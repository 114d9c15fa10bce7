"""Finished HTML becomes tagged PDF/UA-1 with a form. Pure: bytes out, no rows. WeasyPrint is here
and, what it draws, in `guides.drawing`: only processes that set paper load it.

One font configuration and one image cache serve a whole worker, so memory stays flat; chapters that
readers share are kept laid out (`guides.chapters`). The fetcher gives out our own typefaces and the
pictures it was handed: no network, no other file.
"""

from __future__ import annotations

import atexit
import gc
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from guides import chapters
from guides.blocks import PICTURE
from practice.look import Look, Typeface

FONTS = Path(__file__).resolve().parent / "fonts"
SKELETON = FONTS.parent.parent / "templates" / "guides" / "pdf"
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
MOST_KEPT = 500
PAPERS = {
    "a4": "@page { size: A4; margin: 18mm 33mm }",
    "letter": "@page { size: letter; margin: 16mm 34mm } @page handout { margin: 15mm 33mm }",
}


class NotOurs(ValueError):
    """A document asked for something that is not one of our own files."""


class OwnFiles(URLFetcher):
    """Serves the typefaces in `guides/fonts/` and the pictures it holds (name to bytes); refuses
    everything else before opening it.
    """

    def __init__(self, pictures: Mapping[str, bytes] = NO_PICTURES) -> None:
        # A context without certificates: loading the system's takes 3 % of a guide, and no host is
        # ever asked (`bin/bench guide`, 0.7 of plain WeasyPrint).
        bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(ssl_context=bare, allowed_protocols=("file",), allow_redirects=False)  # type: ignore[no-untyped-call]  # WeasyPrint has no types
        self.pictures = pictures

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        drawn = self.pictures.get(url.removeprefix(PICTURE)) if url.startswith(PICTURE) else None
        if drawn is not None:
            return URLFetcherResponse(url, drawn)  # type: ignore[no-untyped-call]  # WeasyPrint has no types
        parts = urlsplit(url)
        wanted = Path(unquote(parts.path))
        if parts.scheme != "file" or parts.netloc or wanted.parent != FONTS or ".." in url:
            raise NotOurs("not one of our own files")
        return URLFetcherResponse(url, wanted.read_bytes(), {"Content-Type": "font/ttf"})  # type: ignore[no-untyped-call]  # WeasyPrint has no types


class Typefaces(FontConfiguration):
    """Lasts as long as its process, and deletes its folder while there still is an interpreter: at
    the very end the function that WeasyPrint deletes it with may have gone before.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # WeasyPrint has no types
        self.met: dict[Any, Any] = {}  # what `guides.drawing` knows of their letters
        atexit.register(self.close)

    def close(self) -> None:
        super().__del__()  # type: ignore[no-untyped-call]  # WeasyPrint has no types
        self._folder = None


# Typefaces and style sheets are most of a guide made cold (`bin/bench guide`, warm).
@lru_cache(maxsize=len(Typeface))
def _press(_typeface: Typeface) -> tuple[Typefaces, dict[str, Any], OwnFiles]:
    """What a worker keeps for a pair of typefaces: those, pictures, the fetcher. Style sheets call
    typefaces by what they are for (“Text”), so two pairs cannot share one configuration.
    """
    return Typefaces(), {}, OwnFiles()


def sheets(paper: str, look: Look) -> list[str]:
    """The style sheets of a page on paper: typefaces, the guide's own, size and colours."""
    typeface = (SKELETON / f"typeface-{Typeface(look.typeface)}.css").read_text()
    guide = (SKELETON / "guide.css").read_text()
    if "Display" not in typeface:
        # Headings in the face of the text: by another name it would be laid into the file twice.
        guide = guide.replace("Display,", "Text,")
    colours = f":root {{ --accent: {look.accent}; --warm: {look.warm} }}"
    return [typeface, guide, f"{PAPERS[paper]} {colours}"]


# As `_press`.
@lru_cache(maxsize=8)
def _styles(paper: str, look: Look) -> tuple[CSS, ...]:
    fonts, _pictures, fetcher = _press(Typeface(look.typeface))
    base = FONTS.as_uri() + "/"
    shared = {"base_url": base, "font_config": fonts, "url_fetcher": fetcher}
    return tuple(CSS(string=sheet, **shared) for sheet in sheets(paper, look))  # type: ignore[no-untyped-call]  # WeasyPrint has no types


# As `_press`; one for all looks and papers, so that its pages are bounded together.
@lru_cache(maxsize=1)
def _shared() -> chapters.SharedParts:
    return chapters.SharedParts()


def printed(
    source: str, *, paper: str, look: Look, pictures: Mapping[str, bytes] = NO_PICTURES
) -> bytes:
    """Finished HTML on paper, with the guide's typefaces and styles."""
    fonts, cache, fetcher = _press(Typeface(look.typeface))
    fetcher.pictures = pictures
    if len(cache) > MOST_KEPT or pictures:
        cache.clear()
    options = {
        "cache": cache,
        "optimize_images": bool(pictures),
        "jpeg_quality": 80,
        "dpi": 200,
        "stylesheets": _styles(paper, look),
        "pdf_variant": "pdf/ua-1",
        "pdf_forms": True,
        "pdf_tags": True,
    }
    lay_out = partial(_laid_out, fonts=fonts, fetcher=fetcher, options=options)
    with _collecting_seldom():
        document = chapters.joined(source, lay_out, shared=_shared(), style=(paper, look))
        made: bytes = document.write_pdf(finisher=_scoped, **options)
    return made


def _laid_out(source: str, *, fonts: Typefaces, fetcher: OwnFiles, options: dict[str, Any]) -> Any:
    html = HTML(string=source, base_url="about:blank", url_fetcher=fetcher)  # type: ignore[no-untyped-call]  # WeasyPrint has no types
    return html.render(font_config=fonts, **options)  # type: ignore[no-untyped-call]  # WeasyPrint has no types


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """The collector would go through every box of the document over and over, and through all of
    WeasyPrint each time: a fifth of a guide (`bin/bench guide`, 0.7 of plain WeasyPrint). Not off:
    a heap that grows to the end of each document falls to pieces, and memory is not flat.
    """
    _spare_what_stays()
    thresholds = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


# Once a process: what is frozen is never looked at again, so documents must not come along.
@lru_cache(maxsize=1)
def _spare_what_stays() -> None:
    gc.collect()
    gc.freeze()


def _scoped(_document: Any, file: Any) -> None:
    """Say of every head of a table that it stands over a column (PDF/UA-1 §7.5)."""
    for made in file.objects:
        if isinstance(made, dict) and made.get("S") == "/TH":
            made["A"]["Scope"] = "/Column"
