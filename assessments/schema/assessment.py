"""The whole assessment as one document.

Its file, `assessment.yaml`, is this body without the ids. Rules, stored answers and choices
call an item by its `key`; its id only tells it from others while it is edited.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from assessments.schema.fields import (
    Line,
    Number,
    Rule,
    Score,
    Text,
    before_it,
    gist_of_box,
    on_result,
)
from assessments.schema.questions import Answers, Page, Question
from assessments.schema.retake import Retake
from assessments.schema.rules import ConditionText, Notice, Profile, Reading, Step
from assessments.schema.scales import Group, Measure, Scale
from publishing.schema import Body, Style, Words, among


class Mode(StrEnum):
    """When a result is shown."""

    OPEN = "open"
    GATED = "gated"

    @property
    def label(self) -> str:
        shows_at_once = self is Mode.OPEN
        later = _("the result shows when the guide was asked for")
        return str(_("the result shows at once") if shows_at_once else later)


class Scoring(StrEnum):
    """How somebody comes to a profile."""

    RULES = "rules"
    MOST_POINTS = "most_points"

    @property
    def label(self) -> str:
        most = self is Scoring.MOST_POINTS
        by_points = _("the profile named after the scale with most points")
        return str(by_points if most else _("the first profile whose rule holds"))


class Bands(Body):
    low: Annotated[Score, Words(_("A bar says “rarely” below"), Style.NUMBER)] = Decimal("37.5")
    high: Annotated[Score, Words(_("A bar says “often” from"), Style.NUMBER)] = Decimal("62.5")


class OnlyJust(Body):
    """When a reading says that it was decided by little."""

    scale: Annotated[
        str,
        Words(_("“Only just” goes by this scale"), Style.CHOICE, options=among("scales", "key")),
    ] = ""
    within: Annotated[
        Score, Words(_("“Only just” where fewer points decided it"), Style.NUMBER)
    ] = Decimal(0)


class Headings(Body):
    """Lines above the parts of a result; an empty one is left out."""

    question: Annotated[Line, Words(_("Above the reading: the question it answers"))] = ""
    question_past: Annotated[Line, Words(_("Above the reading, for those who think back"))] = ""
    profile: Annotated[Line, Words(_("Above the profile"))] = ""
    profile_note: Annotated[Line, Words(_("Below the profile"))] = ""
    conditions_title: Annotated[
        Line, Words(_("Title of the other reasons (empty: What else may play a part)"))
    ] = ""
    looks_after: Annotated[Line, Words(_("Above what a profile looks after"))] = ""
    does_well: Annotated[Line, Words(_("Above what a profile does well"))] = ""
    can_cost: Annotated[Line, Words(_("Above what a profile can cost"))] = ""
    mirror_line: Annotated[Line, Words(_("Above what to try first"))] = ""
    conditions: Annotated[Line, Words(_("Above the other reasons somebody marked"))] = ""


class ScopeBox(Body):
    title: Annotated[str, Field(max_length=120), Words(_("Title"))] = ""
    short: Annotated[Text, gist_of_box()] = ""
    text: Annotated[Text, on_result(_("Text"))] = ""


class YouFirst(Body):
    """A box about the reader, before all else on the page, where its rule holds."""

    when: Annotated[
        Rule,
        Words(
            _("“You first” is shown when"),
            help=_("For readers who need something themselves before they practice anything."),
        ),
    ] = ""
    title: Annotated[str, Field(max_length=120), Words(_("“You first”: title"))] = ""
    short: Annotated[Text, gist_of_box()] = ""
    text: Annotated[Text, on_result(_("“You first”: text"))] = ""


class AssessmentBody(Body):
    """The whole assessment: what is asked, how it is read, what is said of it."""

    title: Annotated[str, Field(max_length=120), Words(_("Title"), names=True)] = ""
    mode: Annotated[Mode, Words(_("When the result shows"), Style.CHOICE)] = Mode.OPEN
    minutes: Annotated[int, Field(ge=0), Words(_("Minutes it takes"), Style.NUMBER)] = 5
    promise: Annotated[Text, Words(_("Promise, one sentence"), Style.PROSE, rows=2)] = ""
    start: Annotated[Text, before_it(_("Start page"))] = ""
    mirror: Annotated[Text, before_it(_("A mirror, not a test"))] = ""
    safety: Annotated[Text, before_it(_("When somebody may be in danger"))] = ""
    stem: Annotated[Text, Words(_("Words before each statement"), Style.PROSE, rows=2)] = ""
    stem_when_none: Annotated[
        Text, Words(_("Other words before each statement, for some"), Style.PROSE, rows=2)
    ] = ""
    stem_none_when: Annotated[
        Rule,
        Words(
            _("Who reads the other words"),
            help=_('A rule about what was answered before, such as work == "groups".'),
        ),
    ] = ""
    answers: Annotated[Answers, Words(_("Words of the answers"), Style.GROUP)] = Answers()
    pages: Annotated[list[Page], Words(_("Pages"), Style.LIST, item=_("Page"))] = []
    questions: Annotated[list[Question], Words(_("Questions"), Style.LIST, item=_("Question"))] = []
    groups: Annotated[
        list[Group], Words(_("Groups of bars"), Style.LIST, item=_("Group of bars"))
    ] = []
    scales: Annotated[list[Scale], Words(_("Scales"), Style.LIST, item=_("Scale"))] = []
    measures: Annotated[
        list[Measure], Words(_("Combined numbers"), Style.LIST, item=_("Combined number"))
    ] = []
    readings: Annotated[list[Reading], Words(_("Readings"), Style.LIST, item=_("Reading"))] = []
    only_just: Annotated[OnlyJust, Words(_("Only just"), Style.GROUP)] = OnlyJust()
    names_grounds: Annotated[
        bool,
        Words(
            _("Every text of a reading or profile names the questions it rests on"),
            Style.YES_NO,
            help=_("Then none is published that says what nobody was asked."),
        ),
    ] = False
    scoring: Annotated[
        Scoring,
        Words(
            _("Who gets which profile"),
            Style.CHOICE,
            help=_("By points: each profile has the short name of a scale; of equals, the first."),
        ),
    ] = Scoring.RULES
    slight_points: Annotated[
        Number,
        Field(ge=0, max_digits=4, decimal_places=2),
        Words(_("By points: only slight when ahead by no more than"), Style.NUMBER),
    ] = Decimal(1)
    profile_none: Annotated[Text, on_result(_("What is said where no profile fits"))] = ""
    profile_none_when: Annotated[
        Rule,
        Words(
            _("No profile at all when"),
            help=_("Besides those with too little to go on. Empty: everybody else gets one."),
        ),
    ] = ""
    profiles: Annotated[list[Profile], Words(_("Profiles"), Style.LIST, item=_("Profile"))] = []
    steps: Annotated[list[Step], Words(_("Next steps"), Style.LIST, item=_("Next step"))] = []
    step_threshold: Annotated[Score, Words(_("“Go deeper” when all steps reach"), Style.NUMBER)] = (
        Decimal(75)
    )
    step_minimum: Annotated[
        int, Field(ge=0), Words(_("“Go deeper” only when so many steps count"), Style.NUMBER)
    ] = 1
    step_otherwise: Annotated[
        str,
        Words(
            _("The step where none counts"),
            Style.CHOICE,
            options=among("steps", "key"),
            help=_("For somebody who left too much open to say."),
        ),
    ] = ""
    bands: Annotated[Bands, Words(_("Bars"), Style.GROUP)] = Bands()
    conditions: Annotated[
        list[ConditionText], Words(_("Other reasons"), Style.LIST, item=_("Other reason"))
    ] = []
    headings: Annotated[Headings, Words(_("Lines above"), Style.GROUP)] = Headings()
    scope_box: Annotated[ScopeBox, Words(_("Another kind of help"), Style.GROUP)] = ScopeBox()
    you_first: Annotated[YouFirst, Words(_("You first"), Style.GROUP)] = YouFirst()
    notices: Annotated[list[Notice], Words(_("Notices"), Style.LIST, item=_("Notice"))] = []
    after_profile: Annotated[Text, on_result(_("After the profile"))] = ""
    after_bars: Annotated[Text, on_result(_("After the first group of bars"))] = ""
    before_step: Annotated[Text, on_result(_("Before the next step"))] = ""
    after_step: Annotated[Text, on_result(_("After the next step"))] = ""
    guide_offer: Annotated[Text, on_result(_("What the guide adds"))] = ""
    retake: Annotated[Retake, Words(_("Taken again"), Style.GROUP)] = Retake()
    pass_on: Annotated[Text, on_result(_("Pass it to a colleague"))] = ""

    @property
    def only_asks(self) -> bool:
        """Whether it has questions and nothing to score or read: there is no result to publish."""
        return bool(self.questions) and not (self.scales or self.readings)
