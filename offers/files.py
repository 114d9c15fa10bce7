"""Content folders: one an offer with what it is in `offer.yaml`, and one of what is for all. Pure.

content/
  shared/          letters of the product, kinds of meeting, passages for all
  NAME/            offer.yaml, and everything that belongs to it
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from practice.languages import DEFAULT, LANGUAGES
from writing import yaml_reader
from writing.errors import Fault, Refused

FILE, SHARED = "offer.yaml", "shared"
STATES = ("draft", "open", "closed")
COLUMNS: Mapping[str, Any] = {
    "name": "",
    "slug": "",
    "language": DEFAULT,
    "state": "draft",
    "is_home": False,
}
"""What the file may say, and what it is where the file leaves it out."""


def read(folder: Path) -> dict[str, Any] | None:
    """What an offer's folder says of it; None of a folder without the file. Raises Refused."""
    file = folder / FILE
    if not file.is_file():
        return None
    try:
        data = yaml_reader.load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refused([Fault(1, f"{FILE} is not YAML: {error}")]) from error
    if not isinstance(data, Mapping) or not set(data) <= set(COLUMNS):
        raise Refused([Fault(1, f"{FILE} is a list of “name: value” lines: {', '.join(COLUMNS)}.")])
    values = {**COLUMNS, **data}
    missing = [name for name in ("name", "slug") if not str(values[name])]
    missing += ["language"] if values["language"] not in dict(LANGUAGES) else []
    missing += ["state"] if values["state"] not in STATES else []
    if missing:
        raise Refused([Fault(1, f"{FILE}: {', '.join(missing)} cannot be read.")])
    return values


def slug(folder: Path) -> str:
    """The name of the offer of a folder; "" of a folder for all."""
    return str((read(folder) or {}).get("slug", ""))


def write(folder: Path, said: Mapping[str, Any]) -> None:
    """Write what `read` reads back."""
    text = yaml.dump(dict(said), Dumper=yaml_reader.Dumper, sort_keys=False, allow_unicode=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(text, encoding="utf-8")


def folders(content: Path) -> list[Path]:
    """The folders of a content folder: of all, then an offer after another, home's first."""
    if (content / FILE).is_file():  # one offer's alone
        return [content]
    own = [folder for folder in sorted(content.iterdir()) if (folder / FILE).is_file()]
    own.sort(key=lambda folder: not (read(folder) or {}).get("is_home"))
    shared = content / SHARED
    return [*([shared] if shared.is_dir() else []), *own]


def home(content: Path) -> Path:
    """The folder of the offer on the first page, else the first; raises Refused without any."""
    own = [folder for folder in folders(content) if folder.name != SHARED]
    if not own:
        raise Refused([Fault(1, f"No folder here has a file {FILE}.")])
    return own[0]
