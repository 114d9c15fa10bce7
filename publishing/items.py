"""A new item in a list of a form: empty, or a copy of another, as the pressed button says. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publishing import places
from publishing.schema import ID, Body, columns

ADD, COPY, ADD_SORT = "add_item", "copy_item", "add_item_of_sort"


@dataclass(frozen=True)
class Added:
    """The item `id` of the list at `place`, saying what `source` says, or nothing yet; of this
    `sort`, where the list has several.
    """

    place: str
    id: str
    source: str = ""
    sort: str = ""

    @property
    def item(self) -> str:
        return f"{self.place}/{self.id}"

    def among(self, ids: Sequence[str]) -> list[str]:
        """The ids with the new one: behind its source, or last."""
        if self.id in ids:
            return list(ids)
        at = ids.index(self.source) + 1 if self.source in ids else len(ids)
        return [*ids[:at], self.id, *ids[at:]]

    def put(self, schema: type[Body], flattened: Mapping[str, Any]) -> dict[str, Any]:
        """The places of a form with those of the new item: its defaults, or its source's words."""
        within, source = f"{self.item}/", f"{self.place}/{self.source}/"
        others = {at: value for at, value in flattened.items() if not at.startswith(within)}
        column = places.column_at(schema, self.place)
        assert column.item is not None
        own = {inner.name: inner.words for inner in columns(column.item)}
        for at, value in flattened.items() if self.source else ():
            name = at.removeprefix(source)
            if not at.startswith(source) or (name in own and own[name].alone):
                continue
            named = name in own and own[name].names and value
            others[within + name] = _("Copy of %s") % value if named else value
        return others | self.sorted(schema)

    def sorted(self, schema: type[Body]) -> dict[str, str]:
        """The place that says of which sort it is, if it is of one."""
        chosen_by = places.column_at(schema, self.place).words.sort
        return {f"{self.item}/{chosen_by}": self.sort} if self.sort and chosen_by else {}


def added(data: Mapping[str, Any]) -> Added | None:
    """What a posted form asks to add: `sections/4f1c0a9b`, or `sections/mirror/4f1c0a9b` for a copy
    of the section “mirror” or one of the sort “mirror”; the page made the id.
    """
    for name, parts in ((ADD, 2), (COPY, 3), (ADD_SORT, 3)):
        place = str(data.get(name, "")).rsplit("/", parts - 1)
        # Ids stand in names of boxes and in addresses: nothing else may come in by them.
        if len(place) == parts and all(ID.fullmatch(sign) for sign in place[1:]):
            of = {COPY: {"source": place[1]}, ADD_SORT: {"sort": place[1]}}.get(name, {})
            return Added(place[0], place[-1], **of)
    return None
