"""The content files of this room: content/guide.yaml and content/guide/*.md, both ways. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from guides import sections
from guides.editions import Frozen
from guides.schema import GuideBody, Section
from writing import frontmatter, yaml_reader
from writing.errors import Fault, Refused
from writing.passages import PassageText

GUIDE = "guide.yaml"
TOP = ("slug", "title", "subtitle", "description", "language")
WORDS = ("title", "subtitle", "description")
HEAD = ("key", "title", "kicker", "kind", "in_contents", "shows_answers", "condition")
POSITION = "position"


@dataclass(frozen=True)
class GuideFiles:
    """A guide as its files say: its words, and the columns beside them."""

    body: GuideBody
    slug: str
    language: str
    assessment: str
    course: str


def read(folder: Path) -> GuideFiles:
    """The guide in a content folder; raises Refused naming the file of every fault."""
    top = _top(folder / GUIDE)
    files = sorted((folder / "guide").glob("*.md"))
    placed = sorted((_section(file) for file in files), key=lambda one: one[0])
    words = {name: str(top.get(name, "")) for name in WORDS}
    return GuideFiles(
        body=GuideBody(**words, sections=[section for _position, section in placed]),
        slug=str(top["slug"]),
        language=str(top.get("language", "en")),
        assessment=str(top.get("assessment", "")),
        course=str(top.get("course", "")),
    )


def _top(file: Path) -> Mapping[str, Any]:
    try:
        found = yaml_reader.load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refused([Fault(1, f"{file.name} cannot be read: {error}")]) from error
    if not isinstance(found, Mapping) or not found.get("slug"):
        raise Refused([Fault(1, f"{file.name} is a list of “name: value” lines with a slug.")])
    return found


def _section(file: Path) -> tuple[int, Section]:
    """Its place, and the section; its short name is its id."""
    try:
        head, text = frontmatter.parse(file.read_text(encoding="utf-8"))
    except Refused as refused:
        raise Refused([fault.within(file.name) for fault in refused.faults]) from refused
    unknown = [name for name in head if name not in (POSITION, *HEAD)]
    if unknown:
        raise Refused([Fault(2, f"{file.name}: “{unknown[0]}” is not known here.")])
    position = head.pop(POSITION, 0)
    own = {"id": head["key"]} if head.get("key") else {}
    try:
        return int(str(position)), Section.model_validate({**head, **own, "text": text.strip()})
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in wrong["loc"])
        raise Refused([Fault(2, f"{file.name}: {place}: {wrong['msg']}")]) from error


def write(folder: Path, guide: GuideFiles) -> None:
    """Write what `read` reads back."""
    (folder / "guide").mkdir(parents=True, exist_ok=True)
    words = {name: getattr(guide.body, name) for name in WORDS}
    top = {
        "slug": guide.slug,
        **words,
        "language": guide.language,
        "assessment": guide.assessment,
        "course": guide.course,
    }
    text = yaml.safe_dump(top, sort_keys=False, allow_unicode=True, width=1000)
    (folder / GUIDE).write_text(text, encoding="utf-8")
    for position, section in enumerate(guide.body.sections, start=1):
        said: dict[str, Any] = section.model_dump(mode="json")
        head = {POSITION: position} | {name: said[name] for name in HEAD if said[name] != ""}
        page = frontmatter.dump(head, section.text)
        (folder / "guide" / f"{position:02}-{section.anchor}.md").write_text(page, encoding="utf-8")


def frozen(guide: GuideFiles, *, passages: Mapping[str, PassageText]) -> Frozen:
    """The guide of the files as if it were published; raises Refused with every fault."""
    wrong = list(_faults(guide, passages))
    if wrong:
        raise Refused(wrong)
    return Frozen(guide.body, guide.slug, guide.language or "en", dict(passages))


def _faults(guide: GuideFiles, passages: Mapping[str, PassageText]) -> Iterable[Fault]:
    for section in guide.body.sections:
        for fault in sections.faults(section.text, passages):
            yield fault.within(section.title)
