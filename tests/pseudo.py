"""A language made up on the spot: every interface string comes out between ⟦ and ⟧."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from django.utils import translation
from django.utils.translation import trans_real

CODE = "en-xx"
SAID = ("alt", "aria-label", "placeholder", "title", "data-copied")
"""Attributes that somebody reads or hears."""


class Pseudo(gettext.NullTranslations):
    """Every message marked; its variables stay as they are."""

    def gettext(self, message: str) -> str:
        words = message.rpartition("\x04")[2]  # what stands before it is a translator's context
        return f"⟦{words}⟧" if words else ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def to_language(self) -> str:
        return CODE


@contextmanager
def pseudo() -> Iterator[None]:
    """Everything inside is shown in the made-up language."""
    trans_real._translations[CODE] = Pseudo()
    try:
        with translation.override(CODE):
            yield
    finally:
        del trans_real._translations[CODE]


class _Words(HTMLParser):
    """What a reader reads or hears, piece by piece; scripts and styles are not said."""

    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        given = dict(attrs)
        self.found += [given[name] or "" for name in SAID if name in given]
        if tag == "meta" and given.get("name") == "description":
            self.found.append(given.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def missed(page: str) -> list[str]:
    """The pieces of a page with letters outside the marks: nobody would translate them.

    An address is no language.
    """
    reader = _Words()
    reader.feed(page)
    depth, found = 0, []
    for piece in reader.found:
        bare = ""
        for sign in piece:
            depth += (sign == "⟦") - (sign == "⟧")
            bare += sign if depth == 0 else ""
        if any(sign.isalpha() for sign in bare) and "://" not in bare:
            found.append(piece.strip())
    return found
