"""The schema of a landing page: what search and shared links say of it, and its blocks. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from publishing.schema import Body, Item, Style, Words


class BlockKind(StrEnum):
    """What a block is for, and so how it is set."""

    OPENING = "opening"
    GET = "get"
    STEPS = "steps"
    SAMPLE = "sample"
    GUIDE = "guide"
    AUTHOR = "author"
    QUOTE = "quote"
    LETTERS = "letters"
    QUESTIONS = "questions"
    PRIVACY = "privacy"
    ARTICLE = "article"
    WORDS = "words"
    CLOSING = "closing"

    @property
    def label(self) -> str:
        return str(BLOCK_LABELS[self])


BLOCK_LABELS = {
    BlockKind.OPENING: _("opening"),
    BlockKind.GET: _("what people get"),
    BlockKind.STEPS: _("how it works, in steps"),
    BlockKind.SAMPLE: _("a sample of the result"),
    BlockKind.GUIDE: _("pages of the guide"),
    BlockKind.AUTHOR: _("who it is by"),
    BlockKind.QUOTE: _("what somebody said"),
    BlockKind.LETTERS: _("the letters"),
    BlockKind.QUESTIONS: _("questions and answers"),
    BlockKind.PRIVACY: _("privacy"),
    BlockKind.ARTICLE: _("an article of yours"),
    BlockKind.WORDS: _("a few words"),
    BlockKind.CLOSING: _("closing"),
}
WITH_ENTRIES = (BlockKind.GET, BlockKind.STEPS, BlockKind.LETTERS, BlockKind.QUESTIONS)
"""Blocks whose text is a list: each heading in it begins an entry."""
WITH_BUTTON = (BlockKind.OPENING, BlockKind.CLOSING)


class Target(StrEnum):
    """Where a button leads."""

    ASSESSMENT = "assessment"
    FORM = "form"
    BOOKING = "booking"
    ADDRESS = "address"

    @property
    def label(self) -> str:
        return str(TARGET_LABELS[self])


TARGET_LABELS = {
    Target.ASSESSMENT: _("to the assessment"),
    Target.FORM: _("to the sign-up form of the offer"),
    Target.BOOKING: _("to the open times for a conversation"),
    Target.ADDRESS: _("to the address below"),
}
PAGE = "landing"
ENTRIES_HELP = _(
    "In lists (what people get, steps, letters, questions) each line that begins with ### starts "
    "an entry; its text stands below."
)


class LandingBlock(Item):
    """One part of the page; which fields it has depends on its kind."""

    kind: Annotated[BlockKind, Words(_("Kind of block"), Style.CHOICE)] = BlockKind.WORDS
    kicker: Annotated[
        str,
        Field(max_length=120),
        Words(_("Small line above the headline"), only=(BlockKind.OPENING,)),
    ] = ""
    heading: Annotated[str, Field(max_length=160), Words(_("Heading"), names=True)] = ""
    text: Annotated[
        str,
        Field(max_length=12_000),
        Words(_("Text"), Style.PROSE, shows=PAGE, tall=True, help=ENTRIES_HELP),
    ] = ""
    button: Annotated[
        str,
        Field(max_length=80),
        Words(_("Words on the button or link"), only=(*WITH_BUTTON, BlockKind.ARTICLE)),
    ] = ""
    leads: Annotated[Target, Words(_("Where the button leads"), Style.CHOICE, only=WITH_BUTTON)] = (
        Target.ASSESSMENT
    )
    address: Annotated[
        str,
        Field(max_length=500),
        Words(
            _("Address it leads to"),
            help=_("Begins with https://, or with / for a page of this site."),
            only=(*WITH_BUTTON, BlockKind.ARTICLE),
        ),
    ] = ""
    beside: Annotated[
        str, Field(max_length=160), Words(_("Small line beside the button"), only=WITH_BUTTON)
    ] = ""
    picture: Annotated[
        str,
        Field(max_length=60),
        Words(
            _("Picture"),
            Style.CHOICE,
            help=_("Upload it under “Pictures” first, with a short name and a description."),
            only=(BlockKind.OPENING, BlockKind.AUTHOR, BlockKind.WORDS, BlockKind.ARTICLE),
        ),
    ] = ""
    reader: Annotated[
        str,
        Field(max_length=60),
        Words(_("Shown as made for"), Style.CHOICE, only=(BlockKind.SAMPLE, BlockKind.GUIDE)),
    ] = ""
    page: Annotated[
        int,
        Field(ge=0, le=200),
        Words(_("Page beside the cover"), Style.NUMBER, only=(BlockKind.GUIDE,)),
    ] = 4
    other_page: Annotated[
        int,
        Field(ge=0, le=200),
        Words(
            _("And another"),
            Style.NUMBER,
            help=_("As the PDF counts them, the cover being 1; 0 for none."),
            only=(BlockKind.GUIDE,),
        ),
    ] = 6
    name: Annotated[
        str, Field(max_length=120), Words(_("Who said it"), only=(BlockKind.QUOTE,))
    ] = ""
    role: Annotated[
        str, Field(max_length=160), Words(_("Who they are"), only=(BlockKind.QUOTE,))
    ] = ""


class LandingBody(Body):
    """A landing page as the author writes it."""

    title: Annotated[
        str,
        Field(max_length=90),
        Words(
            _("Title"),
            names=True,
            shows=PAGE,
            help=_("Of the browser's tab, in search results, where the page is shared."),
        ),
    ] = ""
    description: Annotated[
        str,
        Field(max_length=240),
        Words(
            _("In one or two sentences"),
            shows=PAGE,
            help=_("Below the title in search results and where the page is shared."),
        ),
    ] = ""
    blocks: Annotated[
        list[LandingBlock], Words(_("Blocks"), Style.LIST, item=_("Block"), sort="kind")
    ] = []
