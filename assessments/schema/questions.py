"""What is asked: pages, questions with their choices, the words of the answers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field, create_model

from assessments.question_types import KINDS
from assessments.schema.fields import Key, Line, Number, Rule, Text
from publishing.schema import Body, Item, Style, Words, among


def kinds(_flattened: Any) -> Iterable[tuple[str, Any]]:
    return [(key, kind.title) for key, kind in KINDS.items()]


class Page(Item):
    title: Annotated[str, Field(max_length=120), Words(_("Title"), names=True)] = ""
    lead: Annotated[Text, Words(_("A line to begin with"), Style.PROSE, rows=2)] = ""
    when: Annotated[Rule, Words(_("Shown only when"))] = ""
    key: Key = ""


class Choice(Item):
    label: Annotated[Line, Words(_("Words"), names=True)] = ""
    key: Key = ""
    scale: Annotated[
        str,
        Words(
            _("Gives points to"),
            Style.CHOICE,
            options=among("scales", "key"),
            help=_("Empty: it is not counted."),
        ),
    ] = ""
    points: Annotated[
        Number, Field(gt=0, max_digits=4, decimal_places=2), Words(_("Points"), Style.NUMBER)
    ] = Decimal(1)


class Question(Item):
    text: Annotated[Text, Words(_("Question or statement"), Style.PROSE, names=True, rows=3)] = ""
    help: Annotated[Text, Words(_("A line of help"), Style.PROSE, rows=2)] = ""
    kind: Annotated[
        str,
        Words(
            _("Kind of answer"),
            Style.CHOICE,
            options=kinds,
            help=_("“One choice” and “several choices” take what to choose from below."),
        ),
    ] = "frequency"
    key: Key = ""
    page: Annotated[
        str,
        Words(
            _("Page"),
            Style.CHOICE,
            options=among("pages", "key"),
            help=_("Without a page nobody sees it."),
        ),
    ] = ""
    when: Annotated[
        Rule,
        Words(
            _("Shown only when"),
            help=_(
                'Empty: always. Or a rule about what was answered before, such as work == "groups".'
            ),
        ),
    ] = ""
    scale: Annotated[str, Words(_("Counts for"), Style.CHOICE, options=among("scales", "key"))] = ""
    reverse: Annotated[
        bool,
        Words(
            _("Counts the other way round"),
            Style.YES_NO,
            help=_("The more of it, the lower the scale."),
        ),
    ] = False
    weight: Annotated[
        Number,
        Field(gt=0, max_digits=4, decimal_places=2),
        Words(_("Weight"), Style.NUMBER, help=_("1 counts as the others do, 2 twice as much.")),
    ] = Decimal(1)
    unanswered: Annotated[
        str,
        Field(max_length=40),
        Words(
            _("Left open, texts go by"),
            help=_("The short name of one of its choices. Empty: texts say nothing of it."),
        ),
    ] = ""
    not_applicable: Annotated[
        str,
        Field(max_length=60),
        Words(
            _("Other words for “does not apply”"),
            help=_("For this question alone. Empty: those of all questions."),
        ),
    ] = ""
    choices: Annotated[list[Choice], Words(_("Choices"), Style.LIST, item=_("Choice"))] = []


class AnswerWord(Item):
    """A word of a scale that many questions share: its key is a number where it is scored."""

    label: Annotated[str, Field(max_length=60), Words(_("Words"), names=True)] = ""
    key: Annotated[str, Field(max_length=20), Words(_("Stands for"), alone=True)] = ""


class AnswerWords(Body):
    """What to answer, for each kind of question that many statements share."""

    not_applicable: Annotated[str, Field(max_length=60), Words(_("Words for “does not apply”"))] = (
        "Does not apply"
    )


if TYPE_CHECKING:
    Answers = AnswerWords
else:  # a list for each kind of question that takes shared words, whichever files there are
    Answers = create_model(
        "Answers",
        __base__=AnswerWords,
        **{
            key: (
                Annotated[list[AnswerWord], Words(kind.title, Style.LIST, item=_("Answer"))],
                [],
            )
            for key, kind in KINDS.items()
            if kind.shared
        },
    )
