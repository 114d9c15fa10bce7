"""A body as a flat mapping from places to values, so that two states of it can be compared, merged
and named box by box. Pure.

The place of a field is its path: `subject`, `scope/title`, and `sections/4f1c0a9b/title` for a
field of the item with that id. The place of a list itself, `sections`, holds the order of its ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any

from publishing.schema import Body, Column, Style, columns

Flat = Mapping[str, Any]


def flat(body: Body) -> dict[str, Any]:
    """Every place of a body with its value, in the order of the schema."""
    return dict(_flat(type(body), body, ""))


def _flat(schema: type[Body], body: Body, at: str) -> Iterator[tuple[str, Any]]:
    dumped = body.model_dump(mode="json")
    for column in columns(schema):
        place, value = f"{at}{column.name}", getattr(body, column.name)
        if column.item is not None:
            yield place, tuple(item.id for item in value)
            for item in value:
                yield from _flat(column.item, item, f"{place}/{item.id}/")
        elif column.group is not None:
            yield from _flat(column.group, value, f"{place}/")
        else:
            yield place, dumped[column.name]


def nested(schema: type[Body], flattened: Flat, at: str = "") -> dict[str, Any]:
    """The way back: what `schema.model_validate` takes. Places that are missing keep defaults."""
    tree: dict[str, Any] = {}
    for column in columns(schema):
        place = f"{at}{column.name}"
        if column.item is not None:
            tree[column.name] = [
                {"id": item} | nested(column.item, flattened, f"{place}/{item}/")
                for item in flattened.get(place, ())
            ]
        elif column.group is not None:
            tree[column.name] = nested(column.group, flattened, f"{place}/")
        elif place in flattened:
            tree[column.name] = flattened[place]
    return tree


Labels = Mapping[str, str]
"""Names of items that the body does not hold itself, by the place of the item."""


def texts(body: Body, labels: Labels | None = None) -> dict[str, str]:
    """Every place by its name in the author's words, with its value as text to read."""
    flattened = flat(body)
    names = {place: name_of(type(body), flattened, place, labels) for place in flattened}
    prose: dict[str, str] = {}
    for place, value in flattened.items():
        if style_of(type(body), place) is not Style.LIST:
            name = names[place]
            # Two items may bear one name; the second is told apart by its place.
            prose[name if name not in prose else f"{name} ({place})"] = said(value)
    return prose


def renamed(body: Body, words: str) -> Body:
    """The body with its naming field put into `words` ("Copy of %s"), within its length."""
    naming = next((column for column in columns(type(body)) if column.words.names), None)
    if naming is None:
        return body
    lengths = [getattr(rule, "max_length", None) for rule in naming.info.metadata]
    longest = next((rule for rule in lengths if rule), None)
    name = words % getattr(body, naming.name)
    return body.model_copy(update={naming.name: name[:longest]})


def prose(body: Body) -> Iterator[str]:
    """The texts of a body that are more than a line, as they are written."""
    for place, value in flat(body).items():
        if style_of(type(body), place) is Style.PROSE:
            yield str(value)


def unwritten(body: Body) -> frozenset[str]:
    """The places of words for readers that hold none."""
    return frozenset(
        place
        for place, value in flat(body).items()
        if isinstance(value, str) and not value.strip() and _is_words(column_at(type(body), place))
    )


def _is_words(column: Column) -> bool:
    is_line = column.words.style is Style.LINE
    return column.words.style is Style.PROSE or (
        is_line and (column.words.names or column.words.shows)
    )


def pieces(body: Body) -> Iterator[tuple[str, Body]]:
    """Each item of its lists, each of its other fields, alone in a body of the same schema."""
    schema, blank = type(body), type(body)()
    for column in columns(schema):
        value = getattr(body, column.name)
        if column.item is None:
            yield column.name, blank.model_copy(update={column.name: value})
        for item in value if column.item is not None else ():
            piece = blank.model_copy(update={column.name: [item]})
            yield f"{column.name}/{item.id}", piece


def said(value: Any) -> str:
    """A value as text."""
    if isinstance(value, list | tuple):
        return "\n".join(said(item) for item in value)
    return "" if value is None else str(value)


def column_at(schema: type[Body], place: str) -> Column:
    """The field a place belongs to; KeyError for a place the schema does not know."""
    name, _slash, rest = place.partition("/")
    column = {column.name: column for column in columns(schema)}[name]
    if not rest:
        return column
    if column.item is not None:
        _id, _slash, inner = rest.partition("/")
        return column_at(column.item, inner) if inner else column
    if column.group is None:
        raise KeyError(place)
    return column_at(column.group, rest)


def style_of(schema: type[Body], place: str) -> Style:
    column = column_at(schema, place)
    return Style.LIST if column.item is not None else column.words.style


def name_of(schema: type[Body], flattened: Flat, place: str, labels: Labels | None = None) -> str:
    """A place in the author's words: `Section “Two sides”: Text`."""
    name, _slash, rest = place.partition("/")
    column = {column.name: column for column in columns(schema)}[name]
    label = str(column.words.label)
    if not rest:
        return label
    if column.group is not None:
        inner = {at.removeprefix(f"{name}/"): value for at, value in flattened.items()}
        return f"{label}: {name_of(column.group, inner, rest)}"
    item, _slash, inside = rest.partition("/")
    assert column.item is not None
    within = f"{name}/{item}/"
    inner = {
        at.removeprefix(within): value for at, value in flattened.items() if at.startswith(within)
    }
    called = (labels or {}).get(f"{name}/{item}") or item_name(
        column, inner, flattened.get(name, ()), item
    )
    if not inside or (column.words.fixed and style_of(column.item, inside) is Style.PROSE):
        return called  # the text of a key needs no name beside the key's
    return f"{called}: {name_of(column.item, inner, inside)}"


def item_name(column: Column, inner: Flat, order: Any, item: str) -> str:
    """An item by the field that names it, else by its number in the list."""
    assert column.item is not None
    naming = next(
        (inner_column.name for inner_column in columns(column.item) if inner_column.words.names), ""
    )
    words = said(inner.get(naming, "")).strip().split("\n")[0]
    words = shorten(words, 60, placeholder="…")
    if words:
        return f"{column.words.item or column.words.label} “{words}”"
    number = list(order).index(item) + 1 if item in order else len(order) + 1
    return f"{column.words.item or column.words.label} {number}"
