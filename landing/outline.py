"""A landing page as a headline, a few words and what people get, read from a body and made into
one; all other blocks stay. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from landing.entries import split
from landing.schema import BlockKind, LandingBlock, LandingBody

LONGEST_DESCRIPTION = 240


@dataclass(frozen=True)
class FrontOutline:
    """What the first page says in a breath; `gets` are the titles of what people get."""

    headline: str
    lead: str
    gets: tuple[str, ...] = ()


def front(body: LandingBody) -> FrontOutline:
    opening = _first(body, BlockKind.OPENING) or LandingBlock()
    gets = _first(body, BlockKind.GET)
    entries = split(gets.text)[1] if gets else []
    return FrontOutline(opening.heading, opening.text, tuple(entry.title for entry in entries))


def with_front(
    body: LandingBody, outline: FrontOutline, *, button: str, heading: str
) -> LandingBody:
    """The same saying this; `button` and `heading` are the words of new blocks."""
    opening = _first(body, BlockKind.OPENING) or LandingBlock(kind=BlockKind.OPENING, button=button)
    gets = _first(body, BlockKind.GET) or LandingBlock(kind=BlockKind.GET, heading=heading)
    others = [block for block in body.blocks if block.id not in (opening.id, gets.id)]
    fresh = {opening.id: {"heading": outline.headline, "text": outline.lead}, gets.id: {"text": ""}}
    fresh[gets.id]["text"] = _entries(gets.text, outline.gets)
    order = [block.id for block in body.blocks] or [opening.id]
    if gets.id not in order:
        order.insert(1, gets.id)
    by_id = {block.id: block for block in (*others, opening, gets)}
    blocks = [
        by_id[block_id].model_copy(update=fresh.get(block_id, {}))
        for block_id in order
        if block_id != gets.id or outline.gets
    ]
    description = body.description or " ".join((outline.lead or outline.headline).split())
    words = {"title": body.title or outline.headline[:90], "blocks": blocks}
    return body.model_copy(update={**words, "description": description[:LONGEST_DESCRIPTION]})


def _first(body: LandingBody, kind: BlockKind) -> LandingBlock | None:
    return next((block for block in body.blocks if block.kind is kind), None)


def _entries(text: str, titles: Sequence[str]) -> str:
    """A list of these entries; one that is there keeps the text below it."""
    lead, entries = split(text)
    below = {entry.title: entry.text for entry in entries}
    parts = [f"### {title}\n\n{below.get(title, '')}".rstrip() for title in titles]
    return "\n\n".join(filter(None, [lead, *parts]))
