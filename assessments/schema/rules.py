"""How answers are read: scales, combined numbers, readings, profiles, steps, notices.

Readings and profiles are ordered lists; the first whose rule holds is the one.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from assessments.schema.fields import (
    RESULT,
    Key,
    Line,
    Name,
    Number,
    Rule,
    Score,
    Text,
    When,
    grounds,
    on_result,
)
from publishing.schema import Body, Item, Style, Words, among


class Group(Item):
    title: Annotated[str, Field(max_length=120), Words(_("Title"), names=True)] = ""
    lead: Annotated[Text, Words(_("A line to begin with"), Style.PROSE, rows=2)] = ""
    key: Key = ""


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
    alt_prefix: Annotated[Line, Words(_("Words for those who do not see the bar"))] = ""
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


class Reading(Item):
    """What the whole looks like; the first whose rule holds."""

    name: Name = ""
    name_past: Annotated[
        str,
        Field(max_length=120),
        Words(
            _("Name for those who think back"),
            help=_("For readers of the other words before each statement. Empty: the same name."),
        ),
    ] = ""
    key: Key = ""
    when: When = ""
    text: Annotated[Text, on_result(_("Text"))] = ""
    more: Annotated[Text, on_result(_("What else there is to say, after the profile"))] = ""
    rests_on: Annotated[Line, grounds()] = ""
    only_just_above: Annotated[
        Text, on_result(_("Added when a little more would have said something else"))
    ] = ""
    only_just_below: Annotated[
        Text, on_result(_("Added when a little less would have said something else"))
    ] = ""
    too_little: Annotated[
        bool,
        Words(
            _("Says that there is too little to go on"),
            Style.YES_NO,
            help=_("No profile goes with it, and the page lists the questions that are open."),
        ),
    ] = False


class Neighbor(Item):
    """A profile that a slight one is close to; the first whose rule holds."""

    key: Annotated[
        str,
        Words(
            _("Close to"), Style.CHOICE, alone=True, names=True, options=among("profiles", "key")
        ),
    ] = ""
    when: When = ""


class Profile(Item):
    """A leaning; the first whose rule holds."""

    name: Name = ""
    key: Key = ""
    when: When = ""
    summary: Annotated[Text, on_result(_("In a sentence or two"))] = ""
    summary_rests_on: Annotated[Line, grounds()] = ""
    looks_after: Annotated[Text, on_result(_("What it looks after"))] = ""
    looks_after_rests_on: Annotated[Line, grounds()] = ""
    does_well: Annotated[Text, on_result(_("What it does well"))] = ""
    does_well_rests_on: Annotated[Line, grounds()] = ""
    can_cost: Annotated[Text, on_result(_("What it can cost"))] = ""
    can_cost_rests_on: Annotated[Line, grounds()] = ""
    mirror_line: Annotated[Text, on_result(_("What to try first"))] = ""
    carry: Annotated[Text, on_result(_("A question to carry along"))] = ""
    slight_when: Annotated[
        Rule,
        Words(
            _("Only slight when"),
            help=_("Where so little speaks for it that the page should claim less."),
        ),
    ] = ""
    slight: Annotated[
        Text,
        Words(
            _("What is said when it is only slight"),
            Style.PROSE,
            shows=RESULT,
            help=_("In place of all above. {{ close_to_name }} is the profile it is close to."),
        ),
    ] = ""
    slight_look: Annotated[Text, on_result(_("What to look at, when it is only slight"))] = ""
    slight_rests_on: Annotated[Line, grounds()] = ""
    close_to: Annotated[
        list[Neighbor],
        Words(
            _("Which one it is close to, when it is only slight"), Style.LIST, item=_("Neighbor")
        ),
    ] = []


class Step(Item):
    """A next step, named after the scale it helps; the one that is no scale is for going deeper."""

    name: Name = ""
    key: Key = ""
    title: Annotated[Line, Words(_("Title"))] = ""
    text: Annotated[Text, on_result(_("Text"))] = ""
    gentle: Annotated[Text, on_result(_("A smaller practice, for whom “You first” is shown"))] = ""


class ConditionText(Item):
    """What may help with one of the other reasons; its key is the question's."""

    name: Name = ""
    key: Key = ""
    short: Annotated[Text, Words(_("In one sentence"), Style.PROSE, rows=2)] = ""
    text: Annotated[Text, on_result(_("What may help"))] = ""
    first: Annotated[
        bool,
        Words(
            _("Comes before all others"),
            Style.YES_NO,
            help=_("Where it is named, the box “Another kind of help” stands above the result."),
        ),
    ] = False


class Beside(StrEnum):
    """What a notice stands beside."""

    NOTHING = ""
    LOOK_AGAIN = "look_again"
    OPEN_QUESTIONS = "open_questions"

    @property
    def label(self) -> str:
        return str(BESIDE[self])


BESIDE = {
    Beside.NOTHING: _("on its own"),
    Beside.LOOK_AGAIN: _("with a button to look at the answers again"),
    Beside.OPEN_QUESTIONS: _("above the questions that are open"),
}


class Notice(Item):
    """A few words shown only when their rule holds."""

    text: Annotated[Text, Words(_("Text"), Style.PROSE, names=True, shows=RESULT)] = ""
    when: When = ""
    beside: Annotated[Beside, Words(_("Where it stands"), Style.CHOICE)] = Beside.NOTHING
    key: Key = ""
