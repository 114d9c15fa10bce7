"""The form field of one place of a document's body, by the style its schema gives it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from publishing import places
from publishing.kinds import Choices
from publishing.schema import Column, Style
from writing.forms import RuleBoxes
from writing.segments import NOBODY, Axes

COLOUR = {"type": "color", "data-colour": "yes"}
NO_CHOICES: Choices = MappingProxyType({})


class SortInput(forms.HiddenInput):
    """The sort an item is of: chosen by the button that added it, then carried along."""

    def __init__(self, sort: str) -> None:
        super().__init__()
        self.sort = sort

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return super().value_from_datadict(data, files, name) or self.sort


def field_for(
    column: Column,
    label: str,
    place: str = "",
    flattened: places.Flat | None = None,
    *,
    axes: Axes = NOBODY,
    choices: Choices = NO_CHOICES,
) -> forms.Field:
    """The box of one place: a draft may be half-built, so none is required. `axes` are what may be
    known of the readers, `choices` what rows offer to choose.
    """
    words = column.words
    common: dict[str, Any] = {"label": label, "required": False, "help_text": words.help}
    if words.style is Style.PROSE:
        rows = {"rows": words.rows, "data-prose": "yes"}
        return forms.CharField(widget=UnfoldAdminTextareaWidget(attrs=rows), strip=False, **common)
    if words.style is Style.CHOICE:
        options = _options(column, place, flattened or {}, choices)
        return forms.ChoiceField(choices=options, widget=UnfoldAdminSelectWidget(), **common)
    if words.style is Style.COLOUR:
        return forms.CharField(widget=UnfoldAdminTextInputWidget(attrs=COLOUR), **common)
    if words.style is Style.YES_NO:
        return forms.BooleanField(widget=UnfoldBooleanSwitchWidget(), **common)
    if words.style is Style.AXIS:
        options = _axis_options(axes, str((flattened or {}).get(place, "")))
        return forms.ChoiceField(choices=options, widget=UnfoldAdminSelectWidget(), **common)
    if words.style in (Style.RULE, Style.AUDIENCE):
        of_people = words.style is Style.AUDIENCE
        boxes = RuleBoxes(axes.disclosable if of_people else axes, is_counted=of_people)
        return forms.CharField(widget=boxes, **common)
    if words.style is Style.NUMBER:
        return forms.DecimalField(widget=UnfoldAdminIntegerFieldWidget(), **common)
    return forms.CharField(widget=UnfoldAdminTextInputWidget(), strip=False, **common)


def _options(
    column: Column, place: str, flattened: places.Flat, choices: Choices
) -> list[tuple[str, Any]]:
    """What there is to choose, and what is chosen now, though it be there no more."""
    if column.name in choices:
        return _with_chosen(dict(choices[column.name]), str(flattened.get(place, "")))
    if column.words.options is None:
        enum: Any = column.info.annotation
        return [(member.value, getattr(member, "label", member.value)) for member in enum]
    return _with_chosen(dict(column.words.options(flattened)), str(flattened.get(place, "")))


def _axis_options(axes: Axes, chosen: str) -> list[tuple[str, Any]]:
    """What a text may vary by, by the names the author knows."""
    options = {name: str(axis.label) for name, axis in axes.with_keys.items()}
    return _with_chosen(options, chosen)


def _with_chosen(options: dict[str, Any], chosen: str) -> list[tuple[str, Any]]:
    return list(({chosen: _("%s (not there any more)") % chosen} | options).items())
