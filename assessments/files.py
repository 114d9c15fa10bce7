"""The content files of this room: content/assessment.yaml and content/passages/*.md, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from assessments.body import canonical
from writing import frontmatter, yaml_reader
from writing.facts import AXES
from writing.faults import Fault, Refused
from writing.passages import Passage, check_cells, dump_cells, parse_cells

ASSESSMENT = "assessment.yaml"


def read_body(folder: Path) -> dict[str, Any]:
    """The body in a content folder; raises Refused when the file is missing or no YAML."""
    return read_file(folder / ASSESSMENT)


def read_file(file: Path) -> dict[str, Any]:
    """The body in a file; raises Refused when it is missing or no YAML."""
    try:
        data = yaml_reader.load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused([Fault(1, f"{file} cannot be read: {error.strerror}.")]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refused([Fault(1, f"{file} is not YAML: {error}")]) from error
    if not isinstance(data, Mapping):
        raise Refused([Fault(1, f"{file} is a list of “name: value” lines.")])
    return canonical(data)


def read_passages(folder: Path) -> dict[str, tuple[str, Passage]]:
    """key -> (title, passage) of every passage file; raises Refused with all their faults."""
    found: dict[str, tuple[str, Passage]] = {}
    faults: list[Fault] = []
    for file in sorted((folder / "passages").glob("*.md")):
        try:
            title, passage = _passage(file)
        except Refused as refused:
            faults += [fault.within(file.name) for fault in refused.faults]
            continue
        found[passage.key] = (title, passage)
    if faults:
        raise Refused(faults)
    return found


def _passage(file: Path) -> tuple[str, Passage]:
    head, body = frontmatter.parse(file.read_text(encoding="utf-8"))
    key, axis = str(head.get("key", file.stem)), str(head.get("axis", ""))
    passage = Passage(key=key, axis=axis, cells=parse_cells(body))
    faults = check_cells(passage, AXES)
    if faults:
        raise Refused(faults)
    return str(head.get("title", key)), passage


def write(
    folder: Path, body: Mapping[str, Any], passages: Mapping[str, tuple[str, Passage]]
) -> None:
    """Write what `read_body` and `read_passages` read back."""
    (folder / "passages").mkdir(parents=True, exist_ok=True)
    write_file(folder / ASSESSMENT, body)
    for key, (title, passage) in passages.items():
        head: dict[str, object] = {"key": key, "title": title, "axis": passage.axis}
        text = frontmatter.dump(head, dump_cells(passage.cells))
        (folder / "passages" / f"{key}.md").write_text(text, encoding="utf-8")


def write_file(file: Path, body: Mapping[str, Any]) -> None:
    """Write what `read_file` reads back."""
    plainly = yaml.dump(body, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=96)
    file.write_text(plainly, encoding="utf-8")


class _Dumper(yaml_reader.Dumper):
    """Writes texts of several lines as blocks, as a person would."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else ">" if len(text) > 80 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
