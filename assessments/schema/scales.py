"""Scales, the groups their bars stand in, and numbers made of scales."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from assessments.schema.fields import (
    Key,
    Line,
    Name,
    Number,
    Score,
    Text,
)
from publishing.schema import Body, Item, Style, Words, among


class Group(Item):
    title: Annotated[str, Field(max_length=120), Words(_("Title"), names=True)] = ""
    lead: Annotated[Text, Words(_("A line to begin with"), Style.PROSE, rows=2)] = ""
    key: Key = ""


class BarMeaning(StrEnum):
    """What a long bar means to the reader, so that no colour alone has to say it."""

    NONE = ""
    COSTS = "costs"
    STRENGTHENS = "strengthens"

    @property
    def label(self) -> str:
        return str(BAR_MEANINGS[self])


BAR_MEANINGS = {
    BarMeaning.NONE: _("neither"),
    BarMeaning.COSTS: _("the more of it, the more it costs"),
    BarMeaning.STRENGTHENS: _("the more of it, the stronger"),
}


class ScaleWords(Body):
    """The word for how high a scale is: one word in bar, text, letter and guide."""

    low: Annotated[
        str,
        Field(max_length=40),
        Words(_("Word when low"), help=_("Texts print it as {{ …_word }}, such as “rarely”.")),
    ] = ""
    middle: Annotated[str, Field(max_length=40), Words(_("Word in between"))] = ""
    high: Annotated[str, Field(max_length=40), Words(_("Word when high"))] = ""


class Scale(Item):
    """Several statements read as one."""

    name: Name = ""
    key: Key = ""
    group: Annotated[
        str, Words(_("Group of bars"), Style.CHOICE, options=among("groups", "key"))
    ] = ""
    minimum: Annotated[int, Field(ge=0), Words(_("Counts with so many answers"), Style.NUMBER)] = 2
    about: Annotated[Text, Words(_("What it asks"), Style.PROSE, rows=2)] = ""
    low: Annotated[Text, Words(_("Words when low"), Style.PROSE, rows=2)] = ""
    middle: Annotated[Text, Words(_("Words in between"), Style.PROSE, rows=2)] = ""
    high: Annotated[Text, Words(_("Words when high"), Style.PROSE, rows=2)] = ""
    none: Annotated[Text, Words(_("Words when too little was answered"), Style.PROSE, rows=2)] = ""
    words: Annotated[ScaleWords, Words(_("In one word"), Style.GROUP)] = ScaleWords()
    effect: Annotated[
        BarMeaning,
        Words(
            _("What a long bar means"),
            Style.CHOICE,
            help=_(
                "A bar that costs is striped, one that strengthens is full, and a line says so."
            ),
        ),
    ] = BarMeaning.NONE
    same_under: Annotated[
        Score,
        Words(
            _("About the same, where it changed by fewer points"),
            Style.NUMBER,
            help=_("For those who answer once more. 0: any change counts."),
        ),
    ] = Decimal(0)
    private: Annotated[
        bool,
        Words(
            _("For their eyes only"),
            Style.YES_NO,
            help=_(
                "Texts may speak of it to the reader. You never see it, and no rule about whom you "
                "write to can ask it, even where answers are shared."
            ),
        ),
    ] = False


class Combination(StrEnum):
    """How a number is made of others."""

    CONDITIONS = "conditions"
    COUNT = "count"
    LEAD = "lead"
    MAX = "max"
    MEAN = "mean"

    @property
    def label(self) -> str:
        return str(COMBINATIONS[self])


COMBINATIONS = {
    Combination.CONDITIONS: _("how many conditions (somewhat is half)"),
    Combination.COUNT: _("how many of these questions got at least so much"),
    Combination.LEAD: _("how far the first is ahead of the highest of the others"),
    Combination.MAX: _("the highest of"),
    Combination.MEAN: _("the mean of"),
}


class Measure(Item):
    """A number made from scales or from the conditions."""

    key: Annotated[str, Field(max_length=40), Words(_("Short name"), alone=True, names=True)] = ""
    kind: Annotated[Combination, Words(_("What it is"), Style.CHOICE)] = Combination.MEAN
    of: Annotated[
        Line,
        Words(
            _("Of, with commas between"),
            help=_("Short names. Conditions: empty means all of them."),
        ),
    ] = ""
    at_least: Annotated[
        Number | None,
        Field(max_digits=4, decimal_places=1),
        Words(
            _("Questions count from this answer on"),
            Style.NUMBER,
            help=_("Only for how many of these questions. Empty: every answer counts."),
        ),
    ] = None
    borders: Annotated[
        Line,
        Words(
            _("Each beyond its border"),
            help=_(
                "Only for how far the first is ahead: the border of each, with commas between. "
                "Each is then taken less its border, and one that does not count is far below."
            ),
        ),
    ] = ""
    minimum: Annotated[
        int | None, Field(ge=0), Words(_("Counts with so many (empty: all)"), Style.NUMBER)
    ] = None
