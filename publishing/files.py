"""Documents as files and back: the same shape as the draft, without ids nobody typed. Pure.

A content folder holds a folder for each kind, and in it a file for each document, named by the
column that tells it from others: `letters/guide.md`. Nothing here or in `actions.content` knows
where that folder lies, so that there may be one for each offer. A kind says in `Kind.files` how its
documents stand there; most do with `in_folder`, and a kind of several files for one document gives
the pair of functions that `Files` holds.

A list item keeps its id across a round trip where one of the same key or naming words stands in the
draft already, so that loading a file changes what differs and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import yaml
from pydantic import ValidationError

from publishing.schema import Body, Column, columns, dumped
from writing import frontmatter, yaml_reader
from writing.clean import cleaned_tree
from writing.errors import Fault, Refused

Texts = Mapping[str, str]
"""What each file says, by its path in the content folder ("letters/guide.md")."""


@dataclass(frozen=True)
class Filed:
    """A document as its files say it: by what it goes, its columns, its body.

    A column that points to a row of another kind holds that row's key.
    """

    key: str
    body: Body
    columns: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Files:
    """How the documents of a kind stand in a content folder.

    `patterns` match the paths of their files; `read` makes the documents of these files, raising
    `Refused`, and `write` the files of one document, byte by byte what `read` took. `key` is the
    unique column by which a document goes, `columns` are the others that a file says. Documents
    that the product cannot do without are `required`: a newer version's are added, published. Of
    many documents a folder may hold `one_of` them. Those `of_all` belong to no offer, wherever
    their files lie.
    """

    patterns: tuple[str, ...]
    read: Callable[[Texts], Iterable[Filed]]
    write: Callable[[Filed], Texts]
    key: str = "key"
    columns: tuple[str, ...] = ()
    required: bool = False
    one_of: bool = False
    of_all: bool = False


def in_folder(
    folder: str,
    schema: type[Body],
    *,
    text: str = "",
    key: str = "key",
    columns: tuple[str, ...] = (),
    required: bool = False,
) -> Files:
    """A file for each document: FOLDER/KEY.md with the field `text` below a head of the other
    fields, or FOLDER/KEY.yaml where no field stands out.
    """
    ending = "md" if text else "yaml"

    def read(texts: Texts) -> Iterator[Filed]:
        faults: list[Fault] = []
        for name, said in sorted(texts.items()):
            try:
                yield _read(name, said)
            except Refused as refused:
                faults += [fault.within(name) for fault in refused.faults]
        if faults:
            raise Refused(faults)

    def _read(name: str, said: str) -> Filed:
        data = _head_and_text(said, text) if text else _loaded(said)
        goes_by = str(data.pop(key, PurePosixPath(name).stem))
        said_of = {column: data.pop(column, None) for column in columns}
        return Filed(goes_by, _shaped(schema, data), said_of)

    def write(filed: Filed) -> Texts:
        said_of = {name: value for name, value in filed.columns.items() if value is not None}
        head = {key: filed.key, **said_of} | _without_ids(schema, dumped(filed.body))
        below = str(head.pop(text, ""))
        said = frontmatter.dump(head, below) if text else written(head)
        return {f"{folder}/{filed.key}.{ending}": said}

    patterns = (f"{folder}/*.{ending}",)
    return Files(patterns, read, write, key=key, columns=columns, required=required)


def _head_and_text(source: str, text: str) -> dict[str, Any]:
    head, below = frontmatter.parse(source)
    return {**head, text: below}


def _loaded(source: str) -> dict[str, Any]:
    try:
        return _mapping(source)
    except yaml.YAMLError as error:
        raise Refused([Fault(1, f"It cannot be read: {error}")]) from error


def _shaped(schema: type[Body], data: dict[str, Any]) -> Body:
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
        faults = [
            Fault(2, f"{'/'.join(map(str, problem['loc'])) or 'file'}: {problem['msg']}")
            for problem in wrong
        ]
        raise Refused(faults) from error


class _Lines(yaml_reader.Dumper):
    """Texts of several lines are written as blocks, as a person would."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Lines.add_representer(str, _text)


def to_yaml(body: Body) -> str:
    """A body as a file; what is left at its default is left out."""
    return written(_without_ids(type(body), dumped(body)))


def plain(body: Body, *, whole: bool = False) -> dict[str, Any]:
    """A body as a file says it; the `whole` of it also says what is left at a default that is
    something.
    """
    return _without_ids(type(body), dumped(body), whole=whole)


def written(data: Mapping[str, Any]) -> str:
    """Names with values as the text of a file."""
    return yaml.dump(data, Dumper=_Lines, sort_keys=False, allow_unicode=True, width=100)


def from_yaml(schema: type[Body], text: str, *, beside: Body | None = None) -> Body:
    """A file as a body; raises `yaml.YAMLError` or pydantic's `ValidationError`.

    `beside` is the draft it will replace: items that go by the same name keep their ids.
    """
    before = dumped(beside) if beside is not None else {}
    return schema.model_validate(_with_ids(schema, _mapping(text), before))


def from_plain[B: Body](schema: type[B], data: Mapping[str, Any]) -> B:
    """What `plain` made, as a body; raises pydantic's `ValidationError`."""
    return schema.model_validate(_with_ids(schema, dict(data), {}))


def with_ids_of[B: Body](draft: Body, body: B) -> B:
    """A body read from a file, its items with the ids of those that go by the same name in the
    draft.
    """
    data = _without_ids(type(body), dumped(body))
    return type(body).model_validate(_with_ids(type(body), data, dumped(draft)))


def _mapping(text: str) -> dict[str, Any]:
    # YAML can spell a NUL or half a surrogate, which PostgreSQL takes in no text.
    data = cleaned_tree(yaml_reader.load(text) or {})
    if not isinstance(data, Mapping) or not all(isinstance(name, str) for name in data):
        raise yaml.YAMLError("A text is written as names with values.")
    return dict(data)


def _without_ids(
    schema: type[Body], data: Mapping[str, Any], *, whole: bool = False
) -> dict[str, Any]:
    blank = dumped(schema())
    values: dict[str, Any] = {}
    for column in columns(schema):
        value = data[column.name]
        if column.item is not None:
            value = [_item_without_id(column, item, whole=whole) for item in value]
        elif column.group is not None:
            value = _without_ids(column.group, value, whole=whole)
        unsaid = ("", None) if whole else (blank[column.name],)
        if value not in ([], {}, *unsaid):
            values[column.name] = value
    return values


def _item_without_id(column: Column, item: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """Where a list has one item a key, the key is the id, and stays."""
    assert column.item is not None
    key = {"id": item["id"]} if column.words.fixed else {}
    return key | _without_ids(column.item, item, whole=whole)


def _with_ids(
    schema: type[Body], data: dict[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    for column in columns(schema):
        value, was = data.get(column.name), before.get(column.name)
        if column.group is not None and isinstance(value, dict):
            data[column.name] = _with_ids(column.group, value, was or {})
        elif column.item is not None and isinstance(value, list):
            data[column.name] = _items(column, value, was or [])
    return data


def _items(column: Column, rows: Iterable[Any], before: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Items of a file, each with the id of the one that bears its name in the draft."""
    assert column.item is not None
    own = list(columns(column.item))
    naming = next((item.name for item in own if item.words.alone), "")
    naming = naming or next((item.name for item in own if item.words.names), "")
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for earlier in before:
        by_name.setdefault(str(earlier.get(naming, "")), []).append(earlier)
    items: list[Any] = []
    for row in rows:
        if not isinstance(row, dict):
            items.append(row)  # the schema says what is wrong with it
            continue
        # Of two that bear one name the first is the first: an id is given once.
        same = by_name.get(str(row.get(naming, "")), [])
        was = same.pop(0) if same else {}
        inner = _with_ids(column.item, dict(row), was)
        items.append(({"id": was["id"]} if was else {}) | inner)
    return items
