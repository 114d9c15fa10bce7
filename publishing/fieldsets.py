"""The boxes of a document's form in sets: its own fields, and one set for each item of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext

from publishing import places
from publishing.forms import ADD, PLACE, REMOVE, box
from publishing.schema import Body, Column, columns, new_id


def own(schema: type[Body], at: str) -> Iterator[str]:
    """The boxes of a schema's own fields, groups included and lists left out."""
    for column in columns(schema):
        if column.group is not None:
            yield from own(column.group, f"{at}{column.name}/")
        elif column.item is None:
            yield box(f"{at}{column.name}")


def lists(schema: type[Body], flattened: places.Flat, labels: places.Labels) -> Iterator[Any]:
    """A set of boxes for every list and for each of its items."""
    for place, order in flattened.items():
        if not isinstance(order, tuple):
            continue
        column = places.column_at(schema, place)
        assert column.item is not None
        items = {one: list(own(column.item, f"{place}/{one}/")) for one in order}
        if column.words.fixed:
            inner = [name for names in items.values() for name in names]
            yield (column.words.label, {"fields": [box(place), *inner]})
            continue
        button = format_html(
            '<button type="submit" class="desk-add" name="{}" value="{}/{}">{}</button>',
            ADD, place, new_id(), _add(column),
        )  # fmt: skip
        yield (column.words.label, {"fields": [box(place)], "description": button})
        for one, names in items.items():
            at = f"{place}/{one}"
            fields = [*names, box(at) + PLACE, box(at) + REMOVE]
            yield (places.name_of(schema, flattened, at, labels), {"fields": fields})


def _add(column: Column) -> str:
    words: str = gettext("Add: %s") % (column.words.one or column.words.label)
    return words
