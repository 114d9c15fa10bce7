"""What the schema of a kind is made of: pydantic models whose fields say what the author calls
them, how they are written and where they show. Pure.

A draft has to fit the shape only, so every field has a default: a half-built text can be left for
a week. What must hold before readers see it is said by the checks of the kind, not here.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo


class Style(StrEnum):
    """How a field is written, and so which box it gets. An audience is a rule about whom the author
    writes to, an axis what a text varies by: of those that the kind's vocabulary knows.
    """

    LINE = "line"
    PROSE = "prose"
    RULE = "rule"
    AUDIENCE = "audience"
    AXIS = "axis"
    CHOICE = "choice"
    COLOUR = "colour"
    NUMBER = "number"
    YES_NO = "yes_no"
    GROUP = "group"
    LIST = "list"


Options = Callable[[Mapping[str, Any]], Iterable[tuple[str, Any]]]
"""What there is to choose from, (value, words), for a body as a flat mapping."""


# pydantic hashes and prints what stands beside a field while modules load: with these labels that
# would ask for a language, which a process without settings (a page set on paper) has not.
@dataclass(frozen=True, eq=False, repr=False)
class Words:
    """Beside a field: what the author calls it, how it is written, where readers meet it.

    `label`, `item` (what a single item of a list is called) and `help` may be lazy translations.
    `names` marks the field that tells one item of a list, or one text, from another (Section “Two
    sides”); no two items may say the same in one that stands `alone`, so that a copy begins without
    it. `shows` names the page a text becomes ("letter"); a line with one belongs to that page. A
    `tall` text is the whole of its page.
    A `fixed` list has one item a key, the keys being known from elsewhere: nobody adds or moves.
    `sort` names the choice of its items that says of which sort each is, once and for all; a field
    with `only` stands in items of these sorts.
    `options` say what a choice may be, where neither an enum nor the kind (`Kind.choices`) does;
    `rows` how tall the box of a text is.
    """

    label: Any
    style: Style = Style.LINE
    item: Any = ""
    help: Any = ""
    shows: Any = ""
    names: bool = False
    alone: bool = False
    tall: bool = False
    fixed: bool = False
    sort: str = ""
    only: tuple[str, ...] = ()
    options: Options | None = None
    rows: int = 8


class Body(BaseModel):
    """The whole of a text, or a group of its fields. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


def new_id() -> str:
    return secrets.token_hex(4)


ID = re.compile(r"[0-9a-z][0-9a-z_-]{0,59}")


class Item(Body):
    """An entry of a list. Its id never changes, so two states of a list can be told apart.

    Where a list holds one entry a key (a passage: one text a segment), the key is the id.
    """

    id: str = Field(default_factory=new_id, pattern=f"^{ID.pattern}$")


@dataclass(frozen=True)
class Column:
    """One field of a schema as forms, differences and files need it."""

    name: str
    words: Words
    info: FieldInfo
    item: type[Item] | None = None
    group: type[Body] | None = None


@cache
def columns(schema: type[Body]) -> tuple[Column, ...]:
    """The fields of a schema in their order, the id of an item left out."""
    # Every place of every text asks for them: anew each time, that was most of a look at all texts.
    return tuple(
        Column(
            name,
            next((extra for extra in info.metadata if isinstance(extra, Words)), Words(name)),
            info,
            item=_item_of(info),
            group=_group_of(info),
        )
        for name, info in schema.model_fields.items()
        if name != "id" or not issubclass(schema, Item)
    )


def _item_of(info: FieldInfo) -> type[Item] | None:
    if get_origin(info.annotation) is not list:
        return None
    (inner,) = get_args(info.annotation)
    return inner if isinstance(inner, type) and issubclass(inner, Item) else None


def _group_of(info: FieldInfo) -> type[Body] | None:
    inner = info.annotation
    return inner if isinstance(inner, type) and issubclass(inner, Body) else None


def among(place: str, by: str) -> Options:
    """A choice among the items of another list of the same body, each by its name or title; what
    is kept is its field `by`.
    """

    def options(flattened: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        yield "", "–"
        for item in flattened.get(place, ()):
            at = f"{place}/{item}"
            names = (flattened.get(f"{at}/{name}") for name in ("name", "title", by))
            yield str(flattened.get(f"{at}/{by}", "")), next(filter(None, names), item)

    return options


def dumped(body: Body) -> dict[str, Any]:
    """A body as JSON holds it."""
    return body.model_dump(mode="json")


def tidied(value: str) -> str:
    """A text as it is kept, whatever a browser made of its line ends."""
    return value.replace("\r\n", "\n").replace("\r", "\n")
