"""The content files of this app: guide.yaml and guide/*.md of an offer, both ways. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from pydantic import ValidationError

from guides import sections
from guides.editions import Frozen
from guides.schema import GuideBody, Section
from practice.languages import DEFAULT
from publishing.files import Filed, Files, Texts
from writing import frontmatter, yaml_reader
from writing.errors import Fault, Refused
from writing.passages import PassageText
from writing.segments import Axes
from writing.variables import GUIDE as GUIDE_WORDS
from writing.variables import Vocabulary

GUIDE, SECTIONS = "guide.yaml", "guide/*.md"
WORDS = ("title", "subtitle", "description")
COLUMNS = ("course", "own_sharing_wording")
HEAD = ("key", "title", "kicker", "kind", "in_contents", "shows_answers", "condition", "rests_on")
POSITION = "position"


def read(folder: Path) -> Filed:
    """The guide in a content folder; raises Refused naming the file of every fault."""
    try:
        texts = {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in (folder / GUIDE, *folder.glob(SECTIONS))
        }
    except (OSError, UnicodeDecodeError) as error:
        raise Refused([Fault(1, f"{GUIDE} cannot be read: {error}")]) from error
    return next(read_texts(texts))


def read_texts(texts: Texts) -> Iterator[Filed]:
    """The guide that a folder's files say, if it has one."""
    if GUIDE not in texts:
        return
    top = _top(texts[GUIDE])
    files = sorted(item for item in texts.items() if item[0] != GUIDE)
    placed = sorted((_section(*item) for item in files), key=lambda item: item[0])
    words = {name: str(top.get(name, "")) for name in WORDS}
    columns: dict[str, str | None] = {name: str(top.get(name) or "") for name in COLUMNS}
    columns["course"] = columns["course"] or None  # no row, rather than one without a name
    yield Filed(
        str(top["slug"]),
        GuideBody(**words, sections=[section for _position, section in placed]),
        columns,
    )


def _top(text: str) -> Mapping[str, Any]:
    try:
        fields = yaml_reader.load(text)
    except yaml.YAMLError as error:
        raise Refused([Fault(1, f"{GUIDE} cannot be read: {error}")]) from error
    if not isinstance(fields, Mapping) or not fields.get("slug"):
        raise Refused([Fault(1, f"{GUIDE} is a list of “name: value” lines with a slug.")])
    return fields


def _section(path: str, source: str) -> tuple[int, Section]:
    """Its place, and the section; its short name is its id."""
    name = PurePosixPath(path).name
    try:
        head, text = frontmatter.parse(source)
    except Refused as refused:
        raise Refused([fault.within(name) for fault in refused.faults]) from refused
    unknown = [name for name in head if name not in (POSITION, *HEAD)]
    if unknown:
        raise Refused([Fault(2, f"{name}: “{unknown[0]}” is not known here.")])
    position = head.pop(POSITION, 0)
    own = {"id": head["key"]} if head.get("key") else {}
    try:
        return int(str(position)), Section.model_validate({**head, **own, "text": text.strip()})
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in wrong["loc"])
        raise Refused([Fault(2, f"{name}: {place}: {wrong['msg']}")]) from error


def write(guide: Filed) -> Texts:
    """What `read_texts` reads back."""
    body = guide.body
    assert isinstance(body, GuideBody)
    top = {
        "slug": guide.key,
        **{name: getattr(body, name) for name in WORDS},
        **{name: guide.columns.get(name) or "" for name in COLUMNS},
    }
    texts = {GUIDE: yaml.safe_dump(top, sort_keys=False, allow_unicode=True, width=1000)}
    for position, section in enumerate(body.sections, start=1):
        data: dict[str, Any] = section.model_dump(mode="json")
        head = {POSITION: position} | {name: data[name] for name in HEAD if data[name] != ""}
        page = frontmatter.dump(head, section.text)
        texts[f"guide/{position:02}-{section.anchor}.md"] = page
    return texts


GUIDES = Files((GUIDE, SECTIONS), read_texts, write, key="slug", columns=COLUMNS, one_of=True)


def frozen(
    guide: Filed,
    *,
    passages: Mapping[str, PassageText],
    axes: Axes,
    language: str = DEFAULT,
) -> Frozen:
    """The guide of the files as if it were published for readers of whom this may be known; raises
    Refused with every fault.
    """
    body, vocabulary = guide.body, GUIDE_WORDS.with_axes(axes)
    assert isinstance(body, GuideBody)
    wrong = list(_faults(body, passages, vocabulary))
    if wrong:
        raise Refused(wrong)
    names = sections.names_printed(body, passages, vocabulary)
    return Frozen(body, guide.key, language, dict(passages), names)


def _faults(
    body: GuideBody, passages: Mapping[str, PassageText], vocabulary: Vocabulary
) -> Iterable[Fault]:
    for section in body.sections:
        for fault in sections.faults(section.text, passages, vocabulary):
            yield fault.within(section.title)
