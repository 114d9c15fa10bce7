"""How everything of the practice looks: colours, typefaces, logo, the cover of the guide. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Self

from django.utils.translation import gettext_lazy as _


class Typeface(StrEnum):
    """A pair of typefaces that are shipped: one to read, one for labels."""

    BOOK = "book"
    JOURNAL = "journal"
    ROUND = "round"

    @property
    def label(self) -> str:
        return str(TYPEFACE_LABELS[self])


TYPEFACE_LABELS = {
    Typeface.BOOK: _("Like a book: Vollkorn with Atkinson Hyperlegible, warm and firm"),
    Typeface.JOURNAL: _("Like a journal: Newsreader with Figtree, light and clear"),
    Typeface.ROUND: _("Like a talk: Fraunces with Nunito Sans, round and open"),
}


class Cover(StrEnum):
    """What the first page of a guide shows above its title."""

    DRAWING = "drawing"
    PICTURE = "picture"
    PLAIN = "plain"

    @property
    def label(self) -> str:
        return str(COVER_LABELS[self])


COVER_LABELS = {
    Cover.DRAWING: _("The drawing, in your colours"),
    Cover.PICTURE: _("A picture of yours"),
    Cover.PLAIN: _("Plain: nothing but the words"),
}


@dataclass(frozen=True)
class Look:
    """Colours as "#rrggbb"; `logo` and `cover_picture` are short names of pictures, or nothing."""

    accent: str = "#2f5d50"
    warm: str = "#a8552a"
    typeface: str = Typeface.BOOK.value
    logo: str = ""
    cover: str = Cover.DRAWING.value
    cover_picture: str = ""
    cover_alt: str = ""  # what that picture shows, for who does not see it

    @classmethod
    def of(cls, source: object) -> Self:
        """From anything with attributes of these names."""
        return cls(**{field.name: str(getattr(source, field.name)) for field in fields(cls)})

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Self:
        return cls(**{field.name: str(body[field.name]) for field in fields(cls)})

    def as_body(self) -> dict[str, str]:
        """Plain JSON values; `from_body` reads them back."""
        return asdict(self)

    @property
    def pictures(self) -> frozenset[str]:
        """The short names of the pictures it shows."""
        cover = self.cover_picture if self.cover == Cover.PICTURE else ""
        return frozenset(filter(None, (self.logo, cover)))


DEFAULT = Look()
