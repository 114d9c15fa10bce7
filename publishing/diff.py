"""How one state of a text became another: box by box in the author's words. Pure."""

from __future__ import annotations

from publishing import places
from publishing.places import Labels
from publishing.schema import Body
from writing import difference
from writing.difference import Change


def changes(old: Body, new: Body, labels: Labels | None = None) -> list[Change]:
    """What differs, each place under its name; items that moved are told by their list."""
    found = difference.changes(places.texts(old, labels), places.texts(new, labels))
    return [*found, *_moved(old, new, labels)]


def _moved(old: Body, new: Body, labels: Labels | None) -> list[Change]:
    before, after = places.flat(old), places.flat(new)
    moved = []
    for place, order in after.items():
        was = before.get(place)
        if isinstance(order, tuple) and was is not None:
            stayed = [one for one in order if one in was]
            if stayed != [one for one in was if one in order]:
                name = places.name_of(type(new), after, place)
                moved.append(Change(name, tuple(difference.difference(
                    _names(old, before, place, labels), _names(new, after, place, labels)
                ))))  # fmt: skip
    return moved


def _names(body: Body, flattened: places.Flat, place: str, labels: Labels | None) -> str:
    schema = type(body)
    names = (
        places.name_of(schema, flattened, f"{place}/{one}", labels) for one in flattened[place]
    )
    return "\n".join(names)
