"""What is said to those who take an assessment again."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from assessments.schema.fields import Line, Text, on_result
from publishing.schema import Body, Words


class Retake(Body):
    """Answers that are given once more, about the same person or about another."""

    same: Annotated[
        Line, Words(_("Button: again, about the same person (empty: Take it again)"))
    ] = ""
    another: Annotated[
        Line,
        Words(
            _("Button: again, about another person"),
            help=_("Where the questions are about somebody. Empty: there is no such button."),
        ),
    ] = ""
    after_one: Annotated[Text, on_result(_("Beside the buttons, after the first time"))] = ""
    changed: Annotated[Text, on_result(_("Above what has changed"))] = ""
    unchanged: Annotated[Text, on_result(_("Where nothing has changed"))] = ""
    common: Annotated[Text, on_result(_("Above what two people have in common"))] = ""
    nothing_common: Annotated[Text, on_result(_("Where two people have nothing in common"))] = ""
