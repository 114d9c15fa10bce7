"""A page rendered once, with holes where visitors differ, and filled in for each of them. Pure.

Nothing of a visitor ever stands in the blank: it is rendered before anybody's answers are at hand.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Blank:
    """Finished HTML and the names of its holes, in turn; the first and last piece are HTML."""

    pieces: tuple[str, ...]

    def filled(self, values: Mapping[str, SafeString]) -> str:
        """The page with finished HTML in its holes; a hole without a value stays empty."""
        parts = list(self.pieces)
        parts[1::2] = [values.get(name, "") for name in self.pieces[1::2]]
        return "".join(parts)


@dataclass(frozen=True)
class Holes:
    """What stands in for a visitor's values while a blank is rendered: words nobody can guess.

    They have the form of a key, so that they also fit into an address.
    """

    names: dict[str, str] = field(default_factory=dict)

    def hole(self, name: str) -> SafeString:
        """A stand-in for the value of this name, safe in text, attribute and address."""
        word = secrets.token_urlsafe(16)
        self.names[word] = name
        return mark_safe(word)

    def cut(self, html: str) -> Blank:
        """A rendered page, cut at the stand-ins."""
        # In brackets, so that `split` keeps the stand-ins: they are every second piece.
        words = "|".join(map(re.escape, self.names))
        pieces = re.split(f"({words})", html) if words else [html]
        return Blank(tuple(self.names.get(piece, piece) for piece in pieces))
