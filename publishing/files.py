"""Documents as YAML files and back: the same shape as the draft, without ids nobody typed. Pure.

A list item keeps its id across a round trip where one of the same naming words stands in the draft
already, so that loading a file changes what differs and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from publishing.schema import Body, Column, columns, dumped
from writing import yaml_reader
from writing.clean import cleaned_tree


class _Lines(yaml_reader.Dumper):
    """Texts of several lines are written as blocks, as a person would."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Lines.add_representer(str, _text)


def to_yaml(body: Body) -> str:
    """A body as a file; what is left at its default is left out."""
    plain = _without_ids(type(body), dumped(body))
    return yaml.dump(plain, Dumper=_Lines, sort_keys=False, allow_unicode=True, width=100)


def from_yaml(schema: type[Body], text: str, *, beside: Body | None = None) -> Body:
    """A file as a body; raises `yaml.YAMLError` or pydantic's `ValidationError`.

    `beside` is the draft it will replace: items that go by the same name keep their ids.
    """
    data = cleaned_tree(yaml_reader.load(text) or {})
    if not isinstance(data, Mapping):
        raise yaml.YAMLError("A text is written as names with values.")
    known = dumped(beside) if beside is not None else {}
    return schema.model_validate(_with_ids(schema, dict(data), known))


def _without_ids(schema: type[Body], data: Mapping[str, Any]) -> dict[str, Any]:
    blank = dumped(schema())
    found: dict[str, Any] = {}
    for column in columns(schema):
        value = data[column.name]
        if column.item is not None:
            value = [_without_ids(column.item, one) for one in value]
        elif column.group is not None:
            value = _without_ids(column.group, value)
        if value not in (blank[column.name], [], {}):
            found[column.name] = value
    return found


def _with_ids(schema: type[Body], data: dict[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    for column in columns(schema):
        value, was = data.get(column.name), known.get(column.name)
        if column.group is not None and isinstance(value, dict):
            data[column.name] = _with_ids(column.group, value, was or {})
        elif column.item is not None and isinstance(value, list):
            data[column.name] = _items(column, value, was or [])
    return data


def _items(column: Column, rows: Iterable[Any], known: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Items of a file, each with the id of the one that bears its name in the draft."""
    assert column.item is not None
    naming = next((one.name for one in columns(column.item) if one.words.names), "")
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for one in known:
        by_name.setdefault(str(one.get(naming, "")), []).append(one)
    found: list[Any] = []
    for row in rows:
        if not isinstance(row, dict):
            found.append(row)  # the schema says what is wrong with it
            continue
        same = by_name.get(str(row.get(naming, "")), [])
        was = same.pop(0) if same else {}
        inner = _with_ids(column.item, dict(row), was)
        found.append(({"id": was["id"]} if was else {}) | inner)
    return found
