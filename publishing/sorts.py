"""A list whose items are of several sorts: a choice among an item's fields says which it is, chosen
as the item is added, and each sort has but some of the fields (`Words.sort`, `Words.only`). Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from publishing import places
from publishing.schema import Body, Column, columns


def has_box(schema: type[Body], flattened: places.Flat, place: str) -> bool:
    """Whether the sort of the item that a place is in has such a field."""
    for column, item, inside in _steps(schema, place):
        if column.words.sort and inside.words.only:
            chosen = flattened.get(f"{item}/{column.words.sort}")
            if chosen not in inside.words.only:
                return False
    return True


def is_sort(schema: type[Body], place: str) -> bool:
    """Whether a place says of which sort its item is."""
    return any(
        column.words.sort == inside.name and place == f"{item}/{inside.name}"
        for column, item, inside in _steps(schema, place)
    )


def _steps(schema: type[Body], place: str, at: str = "") -> Iterator[tuple[Column, str, Column]]:
    """Of each list a place lies in: its column, the item, the item's field on the way."""
    name, _slash, rest = place.partition("/")
    column = next(column for column in columns(schema) if column.name == name)
    if column.group is not None and rest:
        yield from _steps(column.group, rest, f"{at}{name}/")
    elif column.item is not None:
        item_id, _slash, inner = rest.partition("/")
        if inner:
            item = f"{at}{name}/{item_id}"
            yield column, item, places.column_at(column.item, inner.partition("/")[0])
            yield from _steps(column.item, inner, f"{item}/")


def options(column: Column) -> list[tuple[str, Any]]:
    """The sorts that a list may hold, by their names; none: its items are all alike."""
    if not column.words.sort or column.item is None:
        return []
    choice = next(inner for inner in columns(column.item) if inner.name == column.words.sort)
    enum: Any = choice.info.annotation
    return [(member.value, getattr(member, "label", member.value)) for member in enum]


def posted(
    schema: type[Body], values: Mapping[str, Any], boxes: Mapping[str, Any]
) -> dict[str, Any]:
    """The places of a form with the sorts that its hidden boxes say, by their places."""
    return {
        place: boxes[place] if place in boxes and is_sort(schema, place) else value
        for place, value in values.items()
    }
