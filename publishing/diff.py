"""How one state of a text became another: box by box in the author's words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from publishing import places
from publishing.places import Labels
from publishing.schema import Body
from writing import diff
from writing.diff import TextChange


def changes(old: Body, new: Body, labels: Labels | None = None) -> list[TextChange]:
    """What differs, each place under its name; items that moved are told by their list."""
    before, after = _texts(old), _texts(new)
    # An item that was renamed meanwhile is called what it is called now, on both sides.
    names = _named(old, before, labels) | _named(new, after, labels)
    often = Counter(names.values())
    called = {at: name if often[name] == 1 else f"{name} ({at})" for at, name in names.items()}
    was, now = ({called[at]: text for at, text in side.items()} for side in (before, after))
    return [*diff.changes(was, now), *_moved(old, new, labels)]


def _texts(body: Body) -> dict[str, str]:
    """The text at every place but those of lists."""
    items = places.flat(body).items()
    return {at: places.said(value) for at, value in items if not isinstance(value, tuple)}


def _named(body: Body, texts: Mapping[str, str], labels: Labels | None) -> dict[str, str]:
    flattened = places.flat(body)
    return {place: places.name_of(type(body), flattened, place, labels) for place in texts}


def _moved(old: Body, new: Body, labels: Labels | None) -> list[TextChange]:
    before, after = places.flat(old), places.flat(new)
    moved = []
    for place, order in after.items():
        was = before.get(place)
        if isinstance(order, tuple) and was is not None:
            stayed = [item for item in order if item in was]
            if stayed != [item for item in was if item in order]:
                name = places.name_of(type(new), after, place)
                moved.append(TextChange(name, tuple(diff.difference(
                    _names(old, before, place, labels), _names(new, after, place, labels)
                ))))  # fmt: skip
    return moved


def _names(body: Body, flattened: places.Flat, place: str, labels: Labels | None) -> str:
    schema = type(body)
    names = (
        places.name_of(schema, flattened, f"{place}/{item}", labels) for item in flattened[place]
    )
    return "\n".join(names)
