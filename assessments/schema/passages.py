"""The schema of a passage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from assessments.schema.fields import Line, grounds
from publishing.schema import Body, Item, Style, Words
from writing import passages


class Cell(Item):
    """The text for one key of the axis, or for everyone else; its id is the key."""

    text: Annotated[
        str, Field(max_length=60_000), Words(_("Text"), Style.PROSE, shows="passage")
    ] = ""
    rests_on: Annotated[Line, grounds()] = ""


class PassageBody(Body):
    """A passage: a named idea with one text a key."""

    title: Annotated[str, Field(max_length=200), Words(_("Title"))] = ""
    axis: Annotated[str, Field(max_length=60), Words(_("Varies by"), Style.AXIS)] = "profile"
    question: Annotated[
        str,
        Field(max_length=2000),
        Words(
            _("A question for you, of which readers see nothing"),
            help=_(
                "With one, the text for everyone else is a place for your own lines: while it is "
                "empty, nothing is printed, and Home reminds you of it."
            ),
        ),
    ] = ""
    cells: Annotated[list[Cell], Words(_("Texts"), Style.LIST, item=_("Text"), fixed=True)] = []

    def texts(self) -> dict[str, str]:
        """The texts by their keys, empty ones left out but where own lines are awaited."""
        empty = {passages.EVERYONE: ""} if self.question else {}
        return empty | {cell.id: cell.text for cell in self.cells if cell.text.strip()}

    @property
    def awaits_own_lines(self) -> bool:
        return bool(self.question) and not any(cell.text.strip() for cell in self.cells)


def passage_body(
    title: str,
    passage: passages.PassageText,
    question: str = "",
    rests_on: Mapping[str, str] | None = None,
) -> PassageBody:
    """The body that says what a passage of a content file says."""
    grounds_of = rests_on or {}
    cells = [
        Cell(id=key, text=text, rests_on=grounds_of.get(key, ""))
        for key, text in passage.cells.items()
        if text.strip()
    ]
    return PassageBody(title=title, axis=passage.axis, question=question, cells=cells)
