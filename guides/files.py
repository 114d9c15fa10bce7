"""The content files of this room: content/guide.yaml and content/guide/*.md, both ways. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from guides import sections
from guides.editions import Frozen, Part
from writing import frontmatter, yaml_reader
from writing.faults import Fault, Refused
from writing.passages import Passage

GUIDE = "guide.yaml"
TOP = ("slug", "title", "subtitle", "description", "language")
HEAD = (
    *("position", "key", "title", "kicker", "kind", "in_contents"),
    *("shows_answers", "condition"),
)
DEFAULTS: Mapping[str, Any] = {
    "position": 0,
    "key": "",
    "title": "",
    "kicker": "",
    "kind": "chapter",
    "in_contents": True,
    "shows_answers": False,
    "condition": "",
}


@dataclass(frozen=True)
class GuideFiles:
    """A guide as its files say: its own fields, whose it is, its sections' fields in order."""

    fields: Mapping[str, str]
    assessment: str
    course: str
    sections: tuple[Mapping[str, Any], ...]


def read(folder: Path) -> GuideFiles:
    """The guide in a content folder; raises Refused naming the file of every fault."""
    top = _top(folder / GUIDE)
    files = sorted((folder / "guide").glob("*.md"))
    return GuideFiles(
        fields={name: str(top.get(name, "")) for name in TOP},
        assessment=str(top.get("assessment", "")),
        course=str(top.get("course", "")),
        sections=tuple(_section(file) for file in files),
    )


def _top(file: Path) -> Mapping[str, Any]:
    try:
        found = yaml_reader.load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refused([Fault(1, f"{file.name} cannot be read: {error}")]) from error
    if not isinstance(found, Mapping) or not found.get("slug"):
        raise Refused([Fault(1, f"{file.name} is a list of “name: value” lines with a slug.")])
    return found


def _section(file: Path) -> Mapping[str, Any]:
    try:
        head, body = frontmatter.parse(file.read_text(encoding="utf-8"))
    except Refused as refused:
        raise Refused([fault.within(file.name) for fault in refused.faults]) from refused
    unknown = [name for name in head if name not in HEAD]
    if unknown:
        raise Refused([Fault(2, f"{file.name}: “{unknown[0]}” is not known here.")])
    return {**DEFAULTS, **head, "body": body.strip()}


def write(folder: Path, guide: GuideFiles) -> None:
    """Write what `read` reads back."""
    (folder / "guide").mkdir(parents=True, exist_ok=True)
    top = {**guide.fields, "assessment": guide.assessment, "course": guide.course}
    text = yaml.dump(
        top, Dumper=yaml_reader.Dumper, sort_keys=False, allow_unicode=True, width=1000
    )
    (folder / GUIDE).write_text(text, encoding="utf-8")
    for row in guide.sections:
        head = {name: row[name] for name in HEAD if row[name] not in ("", None)}
        name = f"{int(row['position']):02}-{row['key']}.md"
        page = frontmatter.dump(head, str(row["body"]))
        (folder / "guide" / name).write_text(page, encoding="utf-8")


def frozen(guide: GuideFiles, *, passages: Mapping[str, Passage]) -> Frozen:
    """The guide of the files as if it were published; raises Refused with every fault."""
    wrong = list(_faults(guide, passages))
    if wrong:
        raise Refused(wrong)
    return Frozen(
        slug=guide.fields["slug"],
        title=guide.fields["title"],
        subtitle=guide.fields["subtitle"],
        description=guide.fields["description"],
        language=guide.fields["language"] or "en",
        parts=tuple(
            Part(**{name: row[name] for name in Part.__dataclass_fields__})
            for row in guide.sections
        ),
        passages=dict(passages),
    )


def _faults(guide: GuideFiles, passages: Mapping[str, Passage]) -> Iterable[Fault]:
    for row in guide.sections:
        for fault in sections.faults(str(row["body"]), passages):
            yield fault.within(str(row["title"]))
