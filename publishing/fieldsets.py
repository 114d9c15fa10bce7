"""The boxes of a document's form in sets: its own fields, and one to fold for each item of a list.

Each item has an address on the page, `#body-sections:4f1c0a9b`, which opens its set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from publishing import places, sorts
from publishing.forms import PLACE, REMOVE, box
from publishing.items import ADD, ADD_SORT, COPY
from publishing.parts import Shows, everything
from publishing.schema import Body, Column, Style, columns, new_id
from writing.forms import in_words
from writing.segments import NOBODY, Axes

About = Callable[[str], SafeString]
"""What a page says of an item under its name, as HTML."""


def nothing(_place: str) -> SafeString:
    return SafeString()


def own(schema: type[Body], at: str, shows: Shows = everything) -> Iterator[str]:
    """The boxes of a schema's own fields, groups included and lists left out."""
    for column in columns(schema):
        if column.group is not None:
            yield from own(column.group, f"{at}{column.name}/", shows)
        elif column.item is None and shows(f"{at}{column.name}"):
            yield box(f"{at}{column.name}")


def lists(
    schema: type[Body],
    flattened: places.Flat,
    labels: places.Labels,
    shows: Shows = everything,
    about: About = nothing,
    axes: Axes = NOBODY,
) -> Iterator[Any]:
    """A set of boxes for every list and for each of its items."""

    def has_box(place: str) -> bool:
        return shows(place) and sorts.has_box(schema, flattened, place)

    for place, order in flattened.items():
        if not isinstance(order, tuple) or not shows(place):
            continue
        column = places.column_at(schema, place)
        assert column.item is not None
        items = {item: list(own(column.item, f"{place}/{item}/", has_box)) for item in order}
        if column.words.fixed:
            inner = [name for names in items.values() for name in names]
            yield (column.words.label, {"fields": [box(place), *inner]})
            continue
        for item, names in items.items():
            at = f"{place}/{item}"
            name = places.name_of(schema, flattened, at, labels)
            yield (
                " · ".join([name, *_beside(column, flattened, at, axes)]),
                {
                    "fields": [*names, box(at) + PLACE, box(at) + REMOVE],
                    "classes": ("collapse",),
                    "description": about(at) + _handles(place, item),
                },
            )
        yield _adding(schema, flattened, labels, shows, place=place)


def _adding(
    schema: type[Body], flattened: places.Flat, labels: places.Labels, shows: Shows, *, place: str
) -> tuple[str, dict[str, Any]]:
    """The set with the button that adds an item; that of a list within an item says whose it is,
    and an empty one is folded where many items have one.
    """
    column = places.column_at(schema, place)
    adding: dict[str, Any] = {"fields": [box(place)], "description": _add(column, place)}
    owner, _slash, inner_name = place.rpartition("/")
    around = owner.rpartition("/")[0]
    if around not in flattened:
        return column.words.label, adding
    alike = [item for item in flattened[around] if shows(f"{around}/{item}/{inner_name}")]
    if len(alike) > 1 and not flattened[place]:
        adding["classes"] = ("collapse",)
    name = places.name_of(schema, flattened, owner, labels)
    return f"{name} · {column.words.label}", adding


def _beside(column: Column, flattened: places.Flat, item: str, axes: Axes) -> Iterator[str]:
    """What tells an item besides its name, while it is folded: its choices, its rule by names."""
    assert column.item is not None
    for inner in columns(column.item):
        value = flattened.get(f"{item}/{inner.name}")
        if inner.words.style is Style.CHOICE and value and column.words.sort in ("", inner.name):
            yield _chosen(inner, value, flattened)
        elif inner.words.style is Style.RULE and value:
            yield gettext("only when %s") % in_words(str(value), axes)


def _chosen(column: Column, value: Any, flattened: places.Flat) -> str:
    if column.words.options is not None:
        return str(dict(column.words.options(flattened)).get(value, value))
    option: Any = column.info.annotation
    return str(getattr(option(value), "label", value))


def _handles(place: str, item: str) -> SafeString:
    """Where links to an item lead, and the button that copies it; scripts find both here."""
    return format_html(
        '<span id="{}" class="desk-item" data-list="{}"></span>'
        '<button type="submit" class="desk-button desk-button--quiet" name="{}" value="{}">{}'
        "</button>",
        *(box(f"{place}/{item}"), box(place)),
        *(COPY, f"{place}/{item}/{new_id()}", gettext("Make a copy of this one")),
    )


def _add(column: Column, place: str) -> SafeString:
    """The button that adds an item; of several sorts, a button for each."""
    words = column.words.item or column.words.label
    names = [(ADD, place, words)]
    names = [(ADD_SORT, f"{place}/{sort}", name) for sort, name in sorts.options(column)] or names
    return format_html_join(
        " ",
        '<button type="submit" class="desk-button desk-button--quiet" name="{}" value="{}/{}">{}'
        "</button>",
        ((name, at, new_id(), gettext("Add: %s") % what) for name, at, what in names),
    )
