"""The guide as words: a published version and one reader become a document. Pure.

The same document goes on paper (`pdf`) and on the screen (the web version).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from assessments.segments import CONDITIONS
from guides import blocks
from guides.blocks import Medium
from guides.editions import Frozen
from guides.recipient import Recipient
from guides.schema import GuideBody, PageKind, Section
from guides.typography import bound
from practice.identity import Identity
from practice.look import Look
from writing import markdown, segments
from writing.render import Scope


@dataclass(frozen=True)
class Chapter:
    """One section as this reader gets it; `html` is safe and complete."""

    key: str
    title: str
    kicker: str
    kind: str
    number: int | None
    in_contents: bool
    html: str


@dataclass(frozen=True)
class GuideText:
    """The whole guide of one reader."""

    title: str
    subtitle: str
    description: str
    language: str
    author: str
    credentials: str
    practice: str
    look: Look
    reader_name: str
    slug: str
    chapters: tuple[Chapter, ...]
    handout: str = ""
    """The key of the chapter that also stands at a public address of its own."""

    @property
    def cover(self) -> Chapter | None:
        return next((chapter for chapter in self.chapters if chapter.kind == PageKind.COVER), None)

    @property
    def inside(self) -> tuple[Chapter, ...]:
        """Everything behind the cover."""
        return tuple(chapter for chapter in self.chapters if chapter.kind != PageKind.COVER)

    @property
    def contents(self) -> tuple[Chapter, ...]:
        """What the table of contents lists."""
        return tuple(chapter for chapter in self.inside if chapter.in_contents)


class _Guide(NamedTuple):
    """What every chapter of one document is made from."""

    frozen: Frozen
    identity: Identity
    reader: Recipient
    medium: Medium
    headings_from: int = 2


def document(
    frozen: Frozen,
    reader: Recipient,
    medium: Medium = "page",
    *,
    identity: Identity,
    closed: str = "",
) -> GuideText:
    """The guide of this reader; sections whose condition does not hold are left out.

    With `closed`, a sentence, it stands in the place of what the reader answered.
    """
    guide, body = _Guide(frozen, identity, reader, medium), frozen.body
    sections = [
        section for section in body.sections if segments.holds(section.condition, reader.facts)
    ]
    numbers = {section.id: n for n, section in enumerate(filter(_numbered, sections), start=1)}
    return GuideText(
        title=body.title,
        subtitle=body.subtitle,
        description=body.description,
        language=frozen.language,
        author=identity.constants["author_name"],
        credentials=identity.constants["credentials"],
        practice=identity.constants["name"],
        look=identity.look,
        reader_name=reader.first_name,
        slug=frozen.slug,
        handout=next((section.anchor for section in handouts(body)), ""),
        chapters=tuple(
            _chapter(
                section.model_copy(update={"text": closed})
                if closed and section.shows_answers
                else section,
                numbers.get(section.id),
                guide,
            )
            for section in sections
        ),
    )


def handouts(body: GuideBody) -> list[Section]:
    """The pages to hand out that every reader gets."""
    return [
        section
        for section in body.sections
        if section.kind is PageKind.HANDOUT and not section.condition
    ]


def handout(frozen: Frozen, reader: Recipient, *, identity: Identity) -> Chapter | None:
    """The first page to hand out, as a page of its own."""
    guide = _Guide(frozen, identity, reader, "page", headings_from=1)
    return next((_chapter(section, None, guide) for section in handouts(frozen.body)), None)


def _numbered(section: Section) -> bool:
    return section.kind is PageKind.CHAPTER


def _chapter(section: Section, number: int | None, guide: _Guide) -> Chapter:
    return Chapter(
        key=section.anchor,
        title=section.title,
        kicker=section.kicker,
        kind=section.kind,
        number=number,
        in_contents=section.in_contents,
        html=_html(section.text, guide),
    )


def _html(source: str, guide: _Guide) -> str:
    made = _scope(guide.frozen, guide.reader, guide.identity).html(
        source,
        blocks=blocks.renderers(guide.reader, guide.medium, guide.identity.look.accent),
        headings_from=guide.headings_from,
    )
    return bound(made) if guide.medium == "paper" else made


def words(frozen: Frozen, reader: Recipient, *, identity: Identity) -> str:
    """The running text of the guide as this reader gets it, without Markdown and labels."""
    scope = _scope(frozen, reader, identity)
    blank = dict.fromkeys(("bars", "conditions", "field", "button"), lambda _block: "")
    parts = [
        scope.text(section.text, blocks=blank)
        for section in frozen.body.sections
        if section.kind is not PageKind.COVER and segments.holds(section.condition, reader.facts)
    ]
    own = [reason.text for reason in reader.reasons if reason.key in reader.facts.keys(CONDITIONS)]
    return "\n\n".join((*parts, *(markdown.to_text(text) for text in own)))


def _scope(frozen: Frozen, reader: Recipient, identity: Identity) -> Scope:
    return Scope(
        facts=reader.facts,
        # Nothing for a fact that is not known of this reader.
        names={name: reader.names.get(name, "") for name in frozen.names},
        passages=frozen.passages,
        constants=identity.constants,
        values={"first_name": reader.first_name, "date": reader.date, **reader.urls},
    )
