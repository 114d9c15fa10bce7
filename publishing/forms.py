"""A form for any kind of document: its columns, and a box for each place of its body.

Works without JavaScript: items are added by a button, moved by a number, removed by a tick. What
was typed is joined with what others saved meanwhile, and a box both changed is shown with both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldBooleanSwitchWidget

from publishing import actions, places, sorts
from publishing.fields import NO_CHOICES, SortInput, field_for
from publishing.items import added
from publishing.kinds import Choices, kind_of
from publishing.models import Document
from publishing.parts import Shows, everything
from publishing.schema import ID, Body, columns, tidied
from writing.segments import NOBODY, Axes

PREFIX = "body-"
BASE = "base_revision"
REMOVE, PLACE = "-remove", "-place"
MOST_ITEMS = 500


def box(place: str) -> str:
    """The name of a place's box in the form."""
    return PREFIX + place.replace("/", ":")


def place_of(name: str) -> str:
    return name.removeprefix(PREFIX).replace(":", "/")


def boxes(
    schema: type[Body],
    flattened: places.Flat,
    labels: places.Labels,
    shows: Shows = everything,
    axes: Axes = NOBODY,
    choices: Choices = NO_CHOICES,
) -> dict[str, forms.Field]:
    """A box for every place; for every item of a list also one to move and one to remove it."""
    fields: dict[str, forms.Field] = {}
    for place, value in flattened.items():
        if not shows(place) or not sorts.has_box(schema, flattened, place):
            continue
        column = places.column_at(schema, place)
        if sorts.is_sort(schema, place):
            fields[box(place)] = forms.CharField(required=False, widget=SortInput(value))
            continue
        if column.item is None:
            label = _label(schema, flattened, place, labels)
            fields[box(place)] = field_for(
                column, label, place, flattened, axes=axes, choices=choices
            )
            continue
        fields[box(place)] = forms.CharField(required=False, widget=forms.HiddenInput())
        for number, item in enumerate(() if column.words.fixed else value, 1):
            fields |= _handles(box(f"{place}/{item}"), number)
    return fields


def _handles(at: str, number: int) -> dict[str, forms.Field]:
    """What moves and removes one item without JavaScript."""
    place = forms.DecimalField(
        label=_("Place"), required=False, initial=number, widget=UnfoldAdminIntegerFieldWidget()
    )
    remove = forms.BooleanField(
        label=_("Remove"), required=False, widget=UnfoldBooleanSwitchWidget()
    )
    return {at + PLACE: place, at + REMOVE: remove}


def _label(schema: type[Body], flattened: places.Flat, place: str, labels: places.Labels) -> str:
    """The field's own name; the item's where the item is nothing but this field."""
    item = place.rpartition("/")[0]
    if labels.get(item):
        return places.name_of(schema, flattened, place, labels)
    return str(places.column_at(schema, place).words.label)


def initial(flattened: places.Flat) -> dict[str, Any]:
    return {
        box(place): ",".join(value) if isinstance(value, tuple) else value
        for place, value in flattened.items()
    }


def posted_places(
    schema: type[Body], data: Any, opened: places.Flat | None = None
) -> dict[str, Any]:
    """The places of a posted form: items are known by the posted orders, and by `opened` in lists
    that the page has no box for.
    """
    values = dict(_with_items(schema, opened or {}, data))
    new = added(data)
    posted = {place_of(name): data[name] for name in data if name.startswith(PREFIX)}
    return sorts.posted(schema, values, posted | (new.sorted(schema) if new else {}))


def _with_items(
    schema: type[Body], opened: Mapping[str, Any], data: Any, at: str = ""
) -> Iterator[tuple[str, Any]]:
    blank = schema()
    for column in columns(schema):
        place = f"{at}{column.name}"
        if column.item is not None:
            ids = _posted_ids(place, data, opened)
            yield place, tuple(ids)
            for item in ids:
                yield from _with_items(column.item, opened, data, f"{place}/{item}/")
        elif column.group is not None:
            yield from _with_items(column.group, opened, data, f"{place}/")
        else:
            yield place, opened.get(place, getattr(blank, column.name))


def _posted_ids(place: str, data: Any, opened: Mapping[str, Any]) -> list[str]:
    if box(place) not in data and place in opened:
        return list(opened[place])
    ids = [item for item in data.get(box(place), "").split(",") if ID.fullmatch(item)]
    # Each once: two items of one id would be one, and the words of one of them gone.
    ids = list(dict.fromkeys(ids))[:MOST_ITEMS]
    new = added(data)
    return new.among(ids) if new and new.place == place and len(ids) < MOST_ITEMS else ids


class DocumentForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Columns as Django makes them, and the boxes of the body; built by `form_for`."""

    schema: type[Body]
    opened_places: places.Flat = {}
    """What stands at every place as the page was opened: those without boxes stay so."""
    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    body: Body | None = None
    """The body to save, once the form is valid."""

    def closed(self, body: Body) -> Body:
        """The body as it is kept: what `DocumentAdmin.opened` added for the page goes again."""
        return body

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        flattened = self._posted(data)
        try:
            typed = self.schema.model_validate(places.nested(self.schema, flattened))
            body = self.closed(typed)
        except ValidationError as error:
            self._say_shape(error, flattened)
            return data
        self.body = self._joined(body, data.get(BASE))
        return data

    def _posted(self, data: Mapping[str, Any]) -> dict[str, Any]:
        opened = self.opened_places.items()
        values: dict[str, Any] = {at: value for at, value in opened if box(at) not in self.fields}
        for name in self.fields:
            if not name.startswith(PREFIX) or name.endswith((REMOVE, PLACE)):
                continue
            place = place_of(name)
            value = data.get(name)
            if place in self.opened_places and self._is_left_out(name):
                values[place] = self.opened_places[place]
            elif places.column_at(self.schema, place).item is not None:
                values[place] = self._order(place, data)
            elif value is not None:
                values[place] = tidied(value) if isinstance(value, str) else value
        new = added(self.data)
        return values if new is None else new.put(self.schema, values)

    def _is_left_out(self, name: str) -> bool:
        """Whether the page that was posted had no such box. A tick that is off is not posted
        either; it was there where anything else of its item was.
        """
        widget = self.fields[name].widget
        if not isinstance(widget, forms.CheckboxInput):
            return bool(widget.value_omitted_from_data(self.data, self.files, name))
        item, _colon, _column = name.rpartition(":")
        return bool(item) and not any(name.startswith(item) for name in self.data)

    def _order(self, place: str, data: Mapping[str, Any]) -> tuple[str, ...]:
        """The ids in the order of their numbers, without those ticked to go."""
        items = posted_places(self.schema, self.data, self.opened_places)[place]
        remaining = [item for item in items if not data.get(box(f"{place}/{item}") + REMOVE)]
        numbers: dict[str, Any] = {item: number for number, item in enumerate(items, 1)}
        for item in items:
            typed = data.get(box(f"{place}/{item}") + PLACE)
            numbers[item] = numbers[item] if typed is None else typed
        new = added(self.data)
        if new and new.place == place and new.source in numbers:
            numbers[new.id] = numbers[new.source]  # sorted by number, it stays right behind
        return tuple(sorted(remaining, key=lambda item: numbers[item]))

    def _say_shape(self, error: ValidationError, flattened: places.Flat) -> None:
        """What does not fit the schema, at its box."""
        for problem in error.errors(include_url=False, include_context=False, include_input=False):
            name = self._box_of(problem["loc"], flattened)
            self.add_error(name if name in self.fields else None, problem["msg"])

    def _box_of(self, loc: tuple[int | str, ...], flattened: places.Flat) -> str:
        """pydantic names an item by its number, the form by its id."""
        parts: list[str] = []
        for part in loc:
            order = flattened.get("/".join(parts))
            parts.append(str(order[part] if isinstance(part, int) and order else part))
        return box("/".join(parts))

    def _joined(self, body: Body, base: int | None) -> Body | None:
        """The body with what others saved meanwhile; None once a box was changed by both.

        The row stays locked until the admin's transaction ends, so nothing comes in between.
        """
        row = self.instance
        if row.pk is None or base is None:
            return body
        try:
            return actions.joined(row, body, base=base)
        except actions.Conflicted as conflict:
            self._say_conflicts(conflict)
            return None

    def _say_conflicts(self, conflict: actions.Conflicted) -> None:
        name = said_by(conflict.revision.made_by)
        for clash in conflict.conflicts:
            words = conflict_words(name, clash.theirs)
            field = box(clash.place)
            self.add_error(field if field in self.fields else None, words)
        # What is saved now has been shown, so the next save may be typed over it. Boxes that only
        # the other changed say the other's words: mine, from before, would be a silent way back.
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent[BASE] = str(conflict.revision.number)
        mine = tuple(clash.place for clash in conflict.conflicts)
        lists = {place.rpartition("/")[0] for place in mine}  # an item only one of them has
        for place, value in conflict.joined.items():
            own = place in (*mine, *lists) or place.startswith(tuple(f"{at}/" for at in mine))
            if own or box(place) not in self.fields:
                continue
            if isinstance(value, bool) and not value:
                sent.pop(box(place), None)
            else:
                sent[box(place)] = ",".join(value) if isinstance(value, tuple) else str(value)
        self.data = sent


def said_by(who: Any) -> str:
    """Who saved, as the author knows them."""
    return who.get_short_name() or who.get_username() if who else _("A command")


def conflict_words(who: str, theirs: Any) -> str:
    """What is told at a box that somebody else changed as well."""
    return _(
        "%(who)s saved other words here while this page was open: “%(theirs)s”. Yours "
        "still stand in the box. Save again to put yours in their place."
    ) % {"who": who, "theirs": places.said(theirs) or _("(nothing)")}


def form_for(
    model: type[Document],
    opened: Body,
    data: Any,
    columns_shown: tuple[str, ...],
    *,
    shows: Shows = everything,
    axes: Axes = NOBODY,
    choices: Choices = NO_CHOICES,
    base: type[DocumentForm] = DocumentForm,
    column_field: Callable[..., Any] | None = None,
) -> type[DocumentForm]:
    """The form class for a body as the page opens with it, or as it was posted over it.

    `base` says more about the columns; `column_field` makes their boxes, as Django's admin does;
    `shows` says which places have boxes, `axes` what may be known of the readers, `choices` what
    rows offer to choose.
    """
    kind = kind_of(model)
    opened_places = places.flat(opened)
    flattened = posted_places(kind.schema, data, opened_places) if data else opened_places
    fields = boxes(kind.schema, flattened, kind.labels(opened), shows, axes, choices)
    for name, value in initial(opened_places).items():
        if name in fields:
            fields[name].initial = value
    columns_of = {"model": model, "fields": columns_shown, "formfield_callback": column_field}
    meta = type("Meta", (getattr(base, "Meta", object),), columns_of)
    hidden = dict.fromkeys(base.base_fields.keys() - {BASE, *columns_shown})
    own = {"schema": kind.schema, "opened_places": opened_places, "Meta": meta}
    return type("DocumentForm", (base,), {**fields, **hidden, **own})
