"""What the fields of an assessment have in common: how long they may be, what they are called."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field, PlainSerializer

from publishing.schema import Style, Words


def as_written(number: Decimal) -> int | float:
    """A number as JSON and files hold it: 75, 37.5."""
    return int(number) if number == number.to_integral_value() else float(number)


Number = Annotated[Decimal, PlainSerializer(as_written, when_used="json")]
Key = Annotated[
    str,
    Field(max_length=40),
    Words(
        _("Short name"),
        alone=True,
        help=_("Rules and texts call it by this. Readers never see it."),
    ),
]
Line = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=60_000)]
Rule = Annotated[str, Field(max_length=300)]
Score = Annotated[Number, Field(ge=0, le=100, max_digits=4, decimal_places=1)]
RESULT, START = "result", "start"
"""The pages that texts of an assessment become."""


Name = Annotated[str, Field(max_length=120), Words(_("Name for readers"), names=True)]
When = Annotated[Rule, Words(_("When"))]


def on_result(label: Any) -> Words:
    """A text of the result page, in which a reader's facts may stand."""
    return Words(label, Style.PROSE, shows=RESULT)


def gist() -> Words:
    """A text's gist, for the first screens of a result; the text itself stands further down."""
    return Words(
        _("In a sentence or two"),
        Style.PROSE,
        rows=2,
        shows=RESULT,
        help=_("On the first screen, with the whole text further down. Empty: the whole text."),
    )


def gist_of_box() -> Words:
    """The gist of a box above the result; the box's whole text opens below it."""
    return Words(
        _("In a sentence or two"),
        Style.PROSE,
        rows=2,
        shows=RESULT,
        help=_("The whole text opens at a tap, so say here whom to call in danger. Empty: all."),
    )


def before_it(label: Any) -> Words:
    """A text of the page before the first question."""
    return Words(label, Style.PROSE, shows=START)


OF_TEXT = _(
    "Their short names, with commas between. Or “thought”, where the text says that it is a guess, "
    "or “question”, where it only asks."
)
OF_VERSIONS = _(
    "Only where the text says something else to each profile or reading. Short names of questions, "
    "with commas between, or “thought” or “question”."
)


def grounds(help: Any = OF_TEXT) -> Words:
    """What a text goes by, so that it says nothing that nobody was asked."""
    return Words(_("Which questions does this rest on?"), help=help)
