"""A guide is laid out part by part, a part being what begins on a fresh page, and their pages are
joined. A part that several readers share is laid out and drawn once (launch day, `bin/bench burst`;
decision 0035). How a part is laid out and how pages are written is `guides.weasy`'s affair.

As all of WeasyPrint, for one guide at a time in a process: each guide leaves its page numbers and
links on the pages that are kept.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Any

from guides.blocks import PICTURE
from guides.drawing import Drawing, is_folio

FRESH = "<!-- fresh page -->"  # stands before each part; no text of an author has a comment
LINE = re.compile(r'<a class="contents__line" href="#([^"]+)"(?: data-page="\d+")?')
IDENT = re.compile(r' id="([^"]+)"')
MOST_PAGES = 20  # about 0.45 MB each, measured as growth of a worker
MOST_SEEN, MOST_FOLIOS = 2_000, 200
MOST_ROUNDS = 4  # contents that grow by a page move all others

type LayOut = Callable[[str], Any]
"""HTML becomes a `weasyprint.document.Document`."""


class SharedParts:
    """The parts that were asked for more than once, those used last: the same HTML in one style is
    the same pages but for their numbers. What is one reader's own is not kept.
    """

    def __init__(self) -> None:
        self._documents: OrderedDict[Hashable, Any] = OrderedDict()
        self._seen: OrderedDict[bytes, None] = OrderedDict()
        self._folios: dict[Hashable, Any] = {}

    def document(self, source: str, lay_out: LayOut, style: Hashable) -> Any:
        """The part, laid out now or before."""
        if PICTURE in source:  # its name may stand for another picture by now
            return lay_out(source)
        key = (style, source)
        if key in self._documents:
            self._documents.move_to_end(key)
            return self._documents[key]
        made = lay_out(source)
        if self._is_seen_again(key):
            for page in made.pages:
                page.paint = Drawing(page)
                page.paint.lighten()
            self._documents[key] = made
            while sum(len(one.pages) for one in self._documents.values()) > MOST_PAGES:
                self._documents.popitem(last=False)
        return made

    def _is_seen_again(self, key: Hashable) -> bool:
        digest = sha256(repr(key).encode()).digest()
        if digest in self._seen:
            return True
        self._seen[digest] = None
        if len(self._seen) > MOST_SEEN:
            self._seen.popitem(last=False)
        return False

    def folio(self, head: str, name: str, number: int, lay_out: LayOut, style: Hashable) -> Any:
        """The margin box with the number of a page of this name (CSS `page`)."""
        key = (style, head, name, number)
        if key not in self._folios:
            if len(self._folios) >= MOST_FOLIOS:
                self._folios.clear()
            numbered = f"<style>@page {{ counter-reset: page {number} }}</style></head>"
            blank = f'<p style="page: {name or "auto"}"></p>'
            page = lay_out(head.replace("</head>", numbered) + blank).pages[0]
            self._folios[key] = next(filter(is_folio, page._page_box.children))
        return self._folios[key]


def joined(source: str, lay_out: LayOut, *, shared: SharedParts, style: Hashable) -> Any:
    """The guide as one document of pages; source without FRESH is laid out as it is."""
    head, *parts = source.split(FRESH)
    if not parts:
        return lay_out(source)
    documents: list[Any] = [
        None if LINE.search(part) else shared.document(head + part, lay_out, style)
        for part in parts
    ]
    for place, part in enumerate(parts):
        if documents[place] is None:
            _lay_out_contents(head + part, documents, place, lay_out)
    pages = [page for document in documents for page in document.pages]
    for number, page in enumerate(pages, start=1):
        for _kind, _target, _rectangle, box in page.links:
            # Of the guide before, where it led to a section that this one may not have.
            box.link_annotation = None
        made = page._page_box
        made.children = tuple(
            shared.folio(head, made.page_type.name, number, lay_out, style)
            if is_folio(box)
            else box
            for box in made.children
        )
        if not isinstance(page.paint, Drawing):
            # Drawn in the same way whether it is kept or not, so that both make the same file.
            page.paint = Drawing(page)
    return documents[0].copy(pages)


def _lay_out_contents(source: str, documents: list[Any], place: int, lay_out: LayOut) -> None:
    """The part with the table of contents, last: it says on which page each chapter begins."""
    for _round in range(MOST_ROUNDS):
        filled = _with_numbers(source, _numbers(documents, source))
        if documents[place] is not None and filled == source:
            break
        source, documents[place] = filled, lay_out(filled)


def _with_numbers(source: str, numbers: dict[str, int]) -> str:
    def line(found: re.Match[str]) -> str:
        key = found[1]
        number = f' data-page="{numbers[key]}"' if key in numbers else ""
        return f'<a class="contents__line" href="#{key}"{number}'

    return LINE.sub(line, source)


def _numbers(documents: list[Any], source: str) -> dict[str, int]:
    """The page of each anchor; the part that is not laid out yet, of this source, is taken for one
    page.
    """
    numbers: dict[str, int] = {}
    number = 0
    for document in documents:
        for page in document.pages if document else [None]:
            number += 1
            for anchor in page.anchors if page else IDENT.findall(source):
                numbers.setdefault(anchor, number)
    return numbers
