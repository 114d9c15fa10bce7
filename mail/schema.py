"""The schemas of this app's documents. Pure."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from publishing.schema import Body, Style, Words


class LetterBody(Body):
    """The wording of a letter: a subject, the line a mail program shows beside it, the text."""

    subject: Annotated[str, Field(max_length=200), Words(_("Subject"), shows="letter")] = ""
    preheader: Annotated[str, Field(max_length=200), Words(_("Preview line"), shows="letter")] = ""
    text: Annotated[
        str, Field(max_length=60_000), Words(_("Text"), Style.PROSE, shows="letter", tall=True)
    ] = ""


class BroadcastBody(LetterBody):
    """A one-off letter, and the rule that says for whom it is; without one, all who agreed."""

    audience: Annotated[
        str,
        Field(max_length=5_000),
        Words(
            _("For whom"),
            Style.AUDIENCE,
            help=_(
                "Nothing ticked: everybody who agreed to letters. Ticks in one line mean “or”; "
                "lines together mean “and”. A rule about answers reaches only people who let you "
                "see theirs; for everybody else, write versions inside the letter."
            ),
        ),
    ] = ""
