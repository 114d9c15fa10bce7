"""What is asked of the editor's preview, and what comes back: faults, or a page to show. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from writing.errors import Fault


@dataclass(frozen=True)
class EditedText:
    """A text as it stands in its box, not saved: whose it is, where it stands, who reads it.

    `label` and `pk` name the row ("courses.lesson", "4"; no pk for a new one), `name` the box,
    `row` the row of a table on the page, `also` the other boxes of the same letter.
    """

    label: str
    pk: str
    name: str
    text: str
    row: str = ""
    person: str = ""
    also: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PreviewOutcome:
    """`html` is a whole page; else `template` and `context` make one; with faults there is none.

    `lines` are faults of the boxes above the text, by the box's name.
    """

    faults: tuple[Fault, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    preheader: str = ""
    html: str = ""
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
