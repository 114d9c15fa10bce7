"""Which boxes of the admin hold the author's texts, and what each of them becomes. Pure.

A new text is a line here; the editor, the preview and the kept words follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Page = Literal["letter", "guide", "result", "start", "first", "passage"]


@dataclass(frozen=True)
class Text:
    """The boxes of one kind of text: their names in the form, the page that they become."""

    names: str
    page: Page
    tall: bool = False
    blocks: bool = True

    def has(self, name: str) -> bool:
        return re.fullmatch(self.names, name) is not None


LETTER = (Text("body", "letter", tall=True),)
LETTER_DOCUMENT = (Text("body-text", "letter", tall=True),)
TEXTS: dict[str, tuple[Text, ...]] = {
    "courses.lesson": LETTER,
    "mail.systemletter": LETTER_DOCUMENT,
    "mail.mailing": LETTER,
    "guides.section": (Text("body", "guide", tall=True),),
    "assessments.passage": (Text(r"body-cells:[\w-]+:text", "passage"),),
    "assessments.assessment": (
        Text("scope_text|guide_offer|pass_on", "result"),
        Text(r"readings-\d+-text|steps-\d+-text|notices-\d+-text", "result"),
        Text(r"profiles-\d+-(summary|looks_after|does_well|can_cost|mirror_line)", "result"),
        Text(r"conditiontexts-\d+-text", "result"),
        Text("start|mirror|safety", "start", blocks=False),
        Text("landing_lead|by_line", "first", blocks=False),
    ),
}
LINES: dict[tuple[Text, ...], tuple[str, ...]] = {
    LETTER: ("subject", "preheader"),
    LETTER_DOCUMENT: ("body-subject", "body-preheader"),
}
"""Boxes of one line that belong to a letter and are kept with it."""
_ROW = re.compile(r"(?P<rows>[a-z]+)-\d+-(?P<column>\w+)")


def text_of(label: str, name: str) -> Text | None:
    """The text behind a box of the form of a model such as "courses.lesson"."""
    return next((text for text in TEXTS.get(label, ()) if text.has(name)), None)


def kept(label: str, name: str) -> bool:
    """Whether what is typed into this box is kept as it is typed."""
    return name in lines(label) or text_of(label, name) is not None


def lines(label: str) -> tuple[str, ...]:
    """The boxes above the text of a letter."""
    return LINES.get(TEXTS.get(label, ()), ())


def row_and_column(name: str) -> tuple[str, str]:
    """("profiles", "summary") of profiles-3-summary; ("", name) of a box of the page itself."""
    found = _ROW.fullmatch(name)
    return (found["rows"], found["column"]) if found else ("", name)


def box(name: str, table_row: str) -> str:
    """A box under a name that stays its own when rows of a table change places."""
    rows, column = row_and_column(name)
    return f"{rows}:{table_row}:{column}" if rows else name
