"""How answers are read: readings, profiles, steps, notices; their scales stand in `scales`.

Readings and profiles are ordered lists; the first whose rule holds is the one.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from assessments.schema.fields import (
    RESULT,
    Key,
    Line,
    Name,
    Rule,
    Text,
    When,
    gist,
    grounds,
    on_result,
)
from publishing.schema import Item, Style, Words, among


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
    short: Annotated[Text, gist()] = ""
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
    short: Annotated[Text, gist()] = ""
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
