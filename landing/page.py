"""A landing page as its templates show it: each block with its words as safe HTML. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from landing.entries import split
from landing.schema import WITH_ENTRIES, BlockKind, LandingBlock, LandingBody, Target
from writing.markdown import inline_html, to_html


@dataclass(frozen=True)
class PageContext:
    """What of other rows stands on the page.

    `links` say where a button leads that names a place of ours; `pictures` are the author's, by
    their short names; `samples` the results shown, `guides` the drawn pages of the guide, both by
    the id of their block.
    """

    links: Mapping[Target, str]
    pictures: Mapping[str, Any] = field(default_factory=dict)
    samples: Mapping[str, Any] = field(default_factory=dict)
    guides: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class ShownBlock:
    """One block; `said` are the author's plain fields, `entries` have a title and HTML, `quotes`
    are those that stand side by side.
    """

    said: LandingBlock
    heading: SafeString
    html: SafeString
    entries: Sequence[Mapping[str, SafeString]] = ()
    url: str = ""
    image: Any = None
    sample: Any = None
    pages: Sequence[Any] = ()
    quotes: tuple[ShownBlock, ...] = ()
    is_looked_at: bool = False

    @property
    def template(self) -> str:
        return f"landing/blocks/{self.said.kind}.html"


def blocks(body: LandingBody, context: PageContext, *, looked_at: str = "") -> list[ShownBlock]:
    """The blocks in their order; what has nothing to show yet is left out."""
    shown = [_shown(block, context, looked_at) for block in body.blocks]
    return list(_side_by_side([block for block in shown if not _is_empty(block)]))


def _shown(block: LandingBlock, context: PageContext, looked_at: str) -> ShownBlock:
    text, entries = split(block.text) if block.kind in WITH_ENTRIES else (block.text, [])
    return ShownBlock(
        said=block,
        heading=_line(block.heading),
        html=_prose(text),
        entries=[{"title": _line(entry.title), "html": _prose(entry.text)} for entry in entries],
        url=_url(block, context.links),
        image=context.pictures.get(block.picture) if block.picture else None,
        sample=context.samples.get(block.id),
        pages=context.guides.get(block.id, ()),
        is_looked_at=block.id == looked_at,
    )


def _url(block: LandingBlock, links: Mapping[Target, str]) -> str:
    if not block.button:
        return ""
    if block.kind is BlockKind.ARTICLE or block.leads is Target.ADDRESS:
        return block.address
    return links.get(block.leads, "")


def awaited(body: LandingBody) -> frozenset[str]:
    """The places of the words that slots wait for."""
    return frozenset(f"blocks/{block.id}/text" for block in body.blocks if _awaits_words(block))


def _awaits_words(block: LandingBlock) -> bool:
    return block.kind in (BlockKind.WORDS, BlockKind.QUOTE) and not block.text.strip()


def _is_empty(block: ShownBlock) -> bool:
    """A slot that waits for her words, and a sample of which there is none."""
    said = block.said
    if said.kind is BlockKind.SAMPLE:
        return block.sample is None
    return _awaits_words(said) or (said.kind is BlockKind.ARTICLE and not block.url)


def _side_by_side(shown: Sequence[ShownBlock]) -> Iterator[ShownBlock]:
    """Quotes that follow each other become one block."""
    row: list[ShownBlock] = []
    for block in (*shown, None):
        if block is not None and block.said.kind is BlockKind.QUOTE:
            row.append(block)
            continue
        if row:
            first = row[0]
            yield ShownBlock(first.said, first.heading, first.html, quotes=tuple(row))
            row = []
        if block is not None:
            yield block


# The launch day's promise (`bin/bench burst`): the page that most visitors open is not set in
# Markdown again for each of them.
@lru_cache(maxsize=512)
def _prose(source: str) -> SafeString:
    return mark_safe(to_html(source, headings_from=3))


@lru_cache(maxsize=512)  # as above
def _line(source: str) -> SafeString:
    return mark_safe(inline_html(source))
