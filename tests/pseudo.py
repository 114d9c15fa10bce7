"""Languages made up on the spot, in which every interface string comes out between ⟦ and ⟧.

They take the place of German. What stands outside of the marks was not marked for translation, was
said in the desk's language, or (`translated`) has no German words.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from html.parser import HTMLParser

from django.utils.translation import trans_real

from practice.models import Practice

CODE = "de"
SAID = ("alt", "aria-label", "placeholder", "title", "data-copied", "data-share")
"""Attributes that somebody reads or hears."""
SAME_IN_BOTH = re.compile(r"Uhr|PDF|UTC([+−].+)?")
"""What a format says, and no catalog."""
ADDRESS = {"@", "/"}
NO_WORDS = {"zone", "language", "accent", "warm", "typeface", "logo", "cover", "cover_picture"}
"""What of the practice is chosen, not written."""


class Pseudo(gettext.NullTranslations):
    """Every message marked; its variables stay as they are."""

    def gettext(self, message: str) -> str:
        words = message.rpartition("\x04")[2]  # what stands before it is a translator's context
        return f"⟦{words}⟧" if words else ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def to_language(self) -> str:
        return CODE


class Translated(Pseudo):
    """The German words marked, and what has none as it stands in the source."""

    def __init__(self) -> None:
        super().__init__()
        self.known = trans_real.DjangoTranslation(CODE)

    def gettext(self, message: str) -> str:
        said = self.known.gettext(message)
        is_known = said != message or message in self.known._catalog
        return f"⟦{said}⟧" if is_known and message else said.rpartition("\x04")[2]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        said = self.known.ngettext(msgid1, msgid2, n)
        return said if said in (msgid1, msgid2) else f"⟦{said}⟧"


@contextmanager
def _instead_of_german(made: Callable[[], gettext.NullTranslations]) -> Iterator[None]:
    before = trans_real._translations.get(CODE)
    trans_real._translations[CODE] = made()
    try:
        yield
    finally:
        del trans_real._translations[CODE]
        if before is not None:
            trans_real._translations[CODE] = before


def pseudo() -> AbstractContextManager[None]:
    """German is the made-up language in which everything is marked."""
    return _instead_of_german(Pseudo)


def translated() -> AbstractContextManager[None]:
    """German is itself, between marks."""
    return _instead_of_german(Translated)


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
    """The pieces of a page with letters outside the marks: nobody would translate them."""
    reader = _Words()
    reader.feed(page)
    return unmarked(reader.found)


def unmarked(pieces: list[str]) -> list[str]:
    """The same of plain texts. An address is no language."""
    depth, found = 0, []
    for piece in pieces:
        bare = ""
        for sign in piece:
            depth += (sign == "⟦") - (sign == "⟧")
            bare += sign if depth == 0 else ""
        words = (word.strip(".,:;()") for word in bare.split())
        left = (word for word in words if not SAME_IN_BOTH.fullmatch(word))
        if any(sign.isalpha() for word in left if not ADDRESS & {*word} for sign in word):
            found.append(piece.strip())
    return found


def wordless_practice(**fields: str) -> None:
    """The author's practice without a word in it that a reader could read as one."""
    practice = Practice.objects.the()
    for field in Practice._meta.fields:
        is_text = field.editable and field.get_internal_type() in ("CharField", "TextField")
        if is_text and field.name not in NO_WORDS:
            setattr(practice, field.name, "0")
    for name, value in {"language": "de", **fields}.items():
        setattr(practice, name, value)
    practice.save()
