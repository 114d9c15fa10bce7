"""The guide's starter content: content/guide.yaml and content/guide/*.md, in and out of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from guides.editions import Frozen, Part
from writing import frontmatter
from writing.passages import Passage, parse_cells

FIELDS = ("position", "key", "title", "kicker", "kind", "in_contents", "condition")
HEAD = ("slug", "title", "subtitle", "description", "language")


def head(folder: Path) -> Mapping[str, Any]:
    """What guide.yaml says."""
    found: Mapping[str, Any] = yaml.safe_load((folder / "guide.yaml").read_text())
    return found


def sections(folder: Path) -> Iterator[dict[str, Any]]:
    """One mapping of fields for each section file, in the order of the guide."""
    for file in sorted((folder / "guide").glob("*.md")):
        top, body = frontmatter.parse(file.read_text())
        defaults = {"kicker": "", "condition": "", "in_contents": True, "kind": "chapter"}
        yield {**defaults, **{name: top[name] for name in FIELDS if name in top}, "body": body.strip()}


def passages(folder: Path) -> dict[str, Passage]:
    """The passages as the files have them."""
    found = {}
    for file in sorted((folder / "passages").glob("*.md")):
        top, body = frontmatter.parse(file.read_text())
        key = str(top["key"])
        found[key] = Passage(key, str(top["axis"]), parse_cells(body))
    return found


def frozen(folder: Path, *, constants: Mapping[str, str], accent: str) -> Frozen:
    """The guide of the files as if it were published."""
    top = head(folder)
    return Frozen(
        **{name: str(top.get(name, "")) for name in HEAD},
        accent=accent,
        parts=tuple(
            Part(**{name: row[name] for name in Part.__dataclass_fields__})
            for row in sections(folder)
        ),
        passages=passages(folder),
        constants=dict(constants),
    )
