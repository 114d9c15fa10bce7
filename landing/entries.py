"""A block's text as a list: each heading in it begins an entry. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEAD = re.compile(r"#{1,6}[ \t]+(?P<title>.*?)[ \t]*#*\Z")


@dataclass(frozen=True)
class Entry:
    """A title and the Markdown below it; the line of the text it begins at, from 1."""

    title: str
    text: str
    line: int


def split(text: str) -> tuple[str, list[Entry]]:
    """What stands before the first heading, and the entries."""
    lead: list[str] = []
    entries: list[tuple[str, list[str], int]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        head = HEAD.fullmatch(line)
        if head is not None:
            entries.append((head["title"], [], number))
        else:
            (entries[-1][1] if entries else lead).append(line)
    made = [Entry(title, "\n".join(lines).strip(), at) for title, lines, at in entries]
    return "\n".join(lead).strip(), made
