"""The schemas of this app's documents. Pure."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from assessments.schema.fields import OF_VERSIONS, Line, grounds
from mail.schema import LetterBody
from publishing.schema import Style, Words

ONLY_FOR = _(
    "Nothing ticked: everybody. Ticks in one line mean “or”; lines together mean “and”. A rule "
    "about answers holds only for people who let you see theirs; for everybody else, write "
    "versions inside the lesson. Readers get it once the lesson is published."
)
ON_THE_SHEET = _(
    "A heading under which readers write something down. All of them, in order, are one sheet to "
    "print; {{ sheet_url }} in a lesson leads to it."
)


class LessonBody(LetterBody):
    """One letter of a course: its words, and for whom it is. When it goes is the timetable's."""

    title: Annotated[str, Field(max_length=160), Words(_("Title"), names=True)] = ""
    audience: Annotated[
        str, Field(max_length=1000), Words(_("Only for"), Style.AUDIENCE, help=ONLY_FOR)
    ] = ""
    line: Annotated[str, Field(max_length=80), Words(_("Line on the sheet"), help=ON_THE_SHEET)] = (
        ""
    )
    line_help: Annotated[str, Field(max_length=200), Words(_("Below the line"))] = ""
    rests_on: Annotated[Line, grounds(OF_VERSIONS)] = ""
