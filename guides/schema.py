"""The schema of a guide: what stands on its cover, and its sections. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from assessments.schema.fields import OF_VERSIONS, Line, grounds
from publishing.schema import Body, Item, Style, Words


class PageKind(StrEnum):
    """How a section is set."""

    COVER = "cover"
    LETTER = "letter"
    CHAPTER = "chapter"
    WORKSHEET = "worksheet"
    HANDOUT = "handout"
    COLOPHON = "colophon"

    @property
    def label(self) -> str:
        return str(PAGE_LABELS[self])


PAGE_LABELS = {
    PageKind.COVER: _("cover"),
    PageKind.LETTER: _("letter"),
    PageKind.CHAPTER: _("chapter"),
    PageKind.WORKSHEET: _("worksheet"),
    PageKind.HANDOUT: _("page to hand out"),
    PageKind.COLOPHON: _("sources and thanks"),
}


class Section(Item):
    """One part of a guide: a title and the author's text."""

    title: Annotated[str, Field(max_length=160), Words(_("Title"), names=True)] = ""
    kicker: Annotated[str, Field(max_length=80), Words(_("Small line above the title"))] = ""
    kind: Annotated[PageKind, Words(_("Kind of page"), Style.CHOICE)] = PageKind.CHAPTER
    in_contents: Annotated[bool, Words(_("In the table of contents"), Style.YES_NO)] = True
    shows_answers: Annotated[
        bool,
        Words(
            _("Tells what the reader answered"),
            Style.YES_NO,
            help=_(
                "Opened from the letter, it stays closed until the reader has said that the guide "
                "is theirs: an address is easily mistyped."
            ),
        ),
    ] = False
    condition: Annotated[
        str,
        Field(max_length=1000),
        Words(
            _("Only when"),
            Style.RULE,
            help=_(
                "Nothing ticked: always. Ticks in one line mean “or”; lines together mean “and”."
            ),
        ),
    ] = ""
    key: Annotated[
        str,
        Field(max_length=60, pattern=r"^([a-z][a-z0-9-]*)?$"),
        Words(
            _("Short name"),
            alone=True,
            help=_(
                "The end of the section's address on the web page, where readers may see it: small "
                "letters, digits and -. Without one it gets a number."
            ),
        ),
    ] = ""
    text: Annotated[
        str, Field(max_length=60_000), Words(_("Text"), Style.PROSE, shows="guide", tall=True)
    ] = ""

    rests_on: Annotated[Line, grounds(OF_VERSIONS)] = ""

    @property
    def anchor(self) -> str:
        """The end of its address on the web page."""
        return self.key or f"s-{self.id}"


class GuideBody(Body):
    """A guide as the author writes it."""

    title: Annotated[str, Field(max_length=160), Words(_("Title"), names=True)] = ""
    subtitle: Annotated[str, Field(max_length=200), Words(_("Subtitle"))] = ""
    description: Annotated[
        str,
        Field(max_length=300),
        Words(
            _("In one sentence"),
            help=_("Stands in the file's properties, for search and for screen readers."),
        ),
    ] = ""
    sections: Annotated[list[Section], Words(_("Sections"), Style.LIST, item=_("Section"))] = []
