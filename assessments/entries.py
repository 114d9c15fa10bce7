"""The entries of a body's lists, as files and drafts hold them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from assessments.frozen import Body, FrozenQuestion
from assessments.question_types import KINDS
from assessments.question_types.base import Option

Entry = Mapping[str, Any]


def entries(body: Body, name: str) -> list[Entry]:
    """The entries of a list in the body."""
    return [entry for entry in body.get(name) or () if isinstance(entry, Mapping)]


def number(value: Any) -> Fraction:
    """A number of YAML or JSON exactly as it is written: 37.5 is 75/2."""
    return Fraction(str(value))


def ticked(body: Body, name: str, column: str) -> frozenset[str]:
    """The keys of the entries in which a yes-or-no is yes."""
    return frozenset(str(entry.get("key")) for entry in entries(body, name) if entry.get(column))


def between_commas(entry: Entry, column: str) -> tuple[str, ...]:
    """What stands between the commas of a line."""
    return tuple(filter(None, map(str.strip, str(entry.get(column) or "").split(","))))


def as_option(entry: Entry) -> Option:
    """An answer to choose; where its key is a number it is kept as one, to be scored."""
    key = str(entry.get("key", ""))
    value = int(key) if key.isdecimal() else key
    scale = str(entry.get("scale") or "")
    points = number(entry.get("points", 1)) if scale else Fraction(0)
    return Option(
        key=key, label=str(entry.get("label", "")), value=value, scale=scale, points=points
    )


def as_question(entry: Entry, kind: str, options: Iterable[Option]) -> FrozenQuestion:
    weight, reverse = number(entry.get("weight", 1)), bool(entry.get("reverse", False))
    options = tuple(options)
    worths: dict[str | int, Fraction] = {}
    for option in options:
        worth = KINDS[kind].worth(option.value, options)
        if worth is not None:
            worths[option.value] = weight * (1 - worth if reverse else worth)
    return FrozenQuestion(
        key=str(entry.get("key", "")),
        kind=KINDS[kind],
        text=str(entry.get("text", "")),
        help=str(entry.get("help", "")),
        scale=str(entry.get("scale", "")),
        reverse=reverse,
        weight=weight,
        options=options,
        worths=worths,
        not_applicable=str(entry.get("not_applicable") or ""),
        unanswered=str(entry.get("unanswered") or ""),
    )
