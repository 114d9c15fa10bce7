"""Two people changed one text: what each did since the state both began with, joined place by
place. Pure.

A place that only one of them changed takes that change. A place both changed in different ways is
a conflict, and nothing of either is dropped silently: the caller shows both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from publishing.places import Flat

GONE = None
"""Stands in a conflict for a place that one side removed."""


@dataclass(frozen=True)
class Conflict:
    """A place that both sides changed; values as JSON holds them."""

    place: str
    base: Any
    mine: Any
    theirs: Any


def merge(base: Flat, mine: Flat, theirs: Flat) -> tuple[Flat, tuple[Conflict, ...]]:
    """Join what became of `base` on two sides: the joined state, and the places both changed. In
    these it holds *theirs*, which is what is saved.
    """
    joined: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    # In their order, for theirs is what is saved; mine adds what only I have.
    for place in dict.fromkeys((*theirs, *mine)):
        was, my, their = base.get(place), mine.get(place), theirs.get(place)
        if place in base and (place not in mine or place not in theirs):
            value = my if place in mine else their  # one side removed its item: told as a whole
        elif my in (their, was):
            value = their
        elif their == was:
            value = my
        elif isinstance(my, tuple) and isinstance(their, tuple):
            value = _orders(was or (), my, their)
        else:
            conflicts.append(Conflict(place, was, my, their))
            value = their
        joined[place] = value
    conflicts += _edited_and_removed(base, mine, theirs)
    return _without_removed(joined), tuple(conflicts)


def _orders(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Theirs without what I removed, with what I added behind the item I put it behind; my order
    where they kept the old one.
    """
    removed = set(base) - set(mine)
    stays = [item for item in theirs if item not in removed]
    staying = [item for item in mine if item in stays]
    # They moved nothing: then where I moved things to counts.
    if [item for item in theirs if item in base] == [item for item in base if item in theirs]:
        places = iter(staying)
        stays = [next(places) if item in staying else item for item in stays]
    for number, item in enumerate(mine):
        if item not in base and item not in stays:
            before = next((prior for prior in reversed(mine[:number]) if prior in stays), None)
            stays.insert(stays.index(before) + 1 if before is not None else 0, item)
    return tuple(stays)


def _edited_and_removed(base: Flat, mine: Flat, theirs: Flat) -> Iterable[Conflict]:
    """Items that one side removed while the other changed something inside."""
    for place, was in base.items():
        if not isinstance(was, tuple):
            continue
        for item in was:
            within = f"{place}/{item}/"
            if item not in theirs.get(place, ()) and _changed(base, mine, within):
                yield Conflict(f"{place}/{item}", _under(base, within), _under(mine, within), GONE)
            elif item not in mine.get(place, ()) and _changed(base, theirs, within):
                yield Conflict(
                    f"{place}/{item}", _under(base, within), GONE, _under(theirs, within)
                )


def _under(flat: Flat, within: str) -> dict[str, Any]:
    return {at: value for at, value in flat.items() if at.startswith(within)}


def _changed(base: Flat, now: Flat, within: str) -> bool:
    there = _under(now, within)
    return bool(there) and there != _under(base, within)


def _without_removed(flat: dict[str, Any]) -> dict[str, Any]:
    """The places of items that stand in no list any more go."""
    lists = {place: set(order) for place, order in flat.items() if isinstance(order, tuple)}
    return {place: value for place, value in flat.items() if _stands(place, lists)}


def _stands(place: str, lists: dict[str, set[str]]) -> bool:
    parts = place.split("/")
    for end in range(1, len(parts)):
        order = lists.get("/".join(parts[:end]))
        if order is not None and parts[end] not in order:
            return False
    return True
