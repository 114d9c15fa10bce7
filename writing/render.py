"""The whole way in one call: Liquid, then Markdown, then the values; for pages, guide and previews.

The post office takes the same steps one by one, to keep a compiled letter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from writing import liquid, markdown, placeholders
from writing.blocks import Renderer, check_blocks
from writing.errors import Fault, listed
from writing.passages import PassageText
from writing.segments import Facts
from writing.variables import Vocabulary

MOST_VARIANTS = 500


@dataclass(frozen=True)
class Scope:
    """Everything a text may draw on for one reader, given once and used for many texts."""

    facts: Facts = field(default_factory=Facts)
    names: Mapping[str, str] = field(default_factory=dict)
    passages: Mapping[str, PassageText] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def html(
        self, source: str, *, blocks: Mapping[str, Renderer] | None = None, headings_from: int = 2
    ) -> str:
        """Finished safe HTML."""
        marked = markdown.to_html(self._source(source), blocks=blocks, headings_from=headings_from)
        return placeholders.fill_html(marked, self.values)

    def text(self, source: str, *, blocks: Mapping[str, Renderer] | None = None) -> str:
        """The finished plain-text part."""
        marked = markdown.to_text(self._source(source), blocks=blocks)
        return placeholders.fill_text(marked, self.values)

    def line(self, source: str) -> str:
        """One finished line without Markdown: a subject, a preview line, a title."""
        return placeholders.fill_header(self._source(source), self.values)

    def _source(self, source: str) -> str:
        return liquid.expand(
            source,
            facts=self.facts,
            names=self.names,
            passages=self.passages,
            constants=self.constants,
        )


def check(
    source: str,
    *,
    vocabulary: Vocabulary,
    passages: Mapping[str, PassageText],
    most: int | None = MOST_VARIANTS,
) -> list[Fault]:
    """Every reason not to publish a text: Liquid, blocks, links, passages, too many variants.

    `most` is for texts kept compiled, as letters are; None where a text is rendered once.
    """
    faults = liquid.check(source, vocabulary, passages)
    faults += check_blocks(source, urls=vocabulary.urls)
    if not faults and most is not None:
        faults += _too_many(source, vocabulary, passages, most)
    return sorted(faults)


def _too_many(
    source: str, vocabulary: Vocabulary, passages: Mapping[str, PassageText], most: int
) -> Iterable[Fault]:
    count = liquid.variants(source, vocabulary, passages)
    if count > most:
        axes = listed(sorted(liquid.used_axes(source, passages, vocabulary.names)))
        yield Fault(
            1,
            f"This text has {count} variants (by {axes}); {most} are allowed. "
            "Let it depend on fewer things.",
        )
