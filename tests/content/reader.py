"""The shipped content as one reader gets it, without a database."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from writing import frontmatter
from writing.passages import PassageText, parse_cells

CONTENT = Path(__file__).resolve().parents[2] / "content"
HOME, SHARED = CONTENT / "resistance-reframe", CONTENT / "shared"
PRACTICE = dict.fromkeys(
    ("name", "author_name", "credentials", "legal_name", "postal_address", "contact_email"), "Sam"
)


@cache
def assessment() -> dict[str, Any]:
    return dict(yaml.safe_load((HOME / "assessment.yaml").read_text()))


@cache
def landing() -> dict[str, Any]:
    return dict(yaml.safe_load((HOME / "landing.yaml").read_text()))


@cache
def passages() -> dict[str, PassageText]:
    found = {}
    for file in sorted((HOME / "passages").glob("*.md")):
        head, body = frontmatter.parse(file.read_text())
        found[str(head["key"])] = PassageText(
            str(head["key"]), str(head["axis"]), parse_cells(body)
        )
    return found


def texts(folder: str) -> list[tuple[str, dict[str, object], str]]:
    """(file name, head, body) of each text in a folder, in order."""
    return [
        (file.name, *frontmatter.parse(file.read_text()))
        for file in sorted(((SHARED if folder == "letters" else HOME) / folder).glob("*.md"))
    ]


def prose(value: object) -> list[str]:
    """Every string in a piece of YAML."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in prose(part)]
    if isinstance(value, list):
        return [text for part in value for text in prose(part)]
    return []
