"""Which boxes of the admin hold the author's texts, and what each of them becomes. Pure.

A document says it in its schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publishing.forms import PREFIX
from publishing.kinds import known_kind
from publishing.schema import Body, Style, columns

WITHOUT_BLOCKS = ("start", "landing")
"""Pages whose texts are plain paragraphs."""


@dataclass(frozen=True)
class TextBoxes:
    """The boxes of one kind of text: their names in the form, the page that they become."""

    names: str
    page: str
    tall: bool = False
    blocks: bool = True

    def has(self, name: str) -> bool:
        return re.fullmatch(self.names, name) is not None


def texts_of(label: str) -> tuple[TextBoxes, ...]:
    """The texts of a model such as "courses.lesson"; none for what is not written."""
    kind = known_kind(label)
    return () if kind is None else tuple(_of_schema(kind.schema, PREFIX))


def lines(label: str) -> tuple[str, ...]:
    """The boxes of one line that are shown with the text."""
    kind = known_kind(label)
    if kind is None:
        return ()
    fields = (column for column in columns(kind.schema) if column.words.style is Style.LINE)
    return tuple(f"{PREFIX}{field.name}" for field in fields if field.words.shows)


def _of_schema(schema: type[Body], at: str) -> Iterator[TextBoxes]:
    for column in columns(schema):
        within = f"{at}{column.name}:"
        if column.item is not None:
            yield from _of_schema(column.item, rf"{within}[\w-]+:")
        elif column.group is not None:
            yield from _of_schema(column.group, within)
        elif column.words.style is Style.PROSE and column.words.shows:
            page = column.words.shows
            blocks = page not in WITHOUT_BLOCKS
            yield TextBoxes(f"{at}{column.name}", page, tall=column.words.tall, blocks=blocks)


def text_of(label: str, name: str) -> TextBoxes | None:
    """The text behind a box of the form of a model such as "courses.lesson"."""
    return next((text for text in texts_of(label) if text.has(name)), None)


def is_autosaved(label: str, name: str) -> bool:
    """Whether what is typed into this box is kept as it is typed."""
    return name in lines(label) or text_of(label, name) is not None
