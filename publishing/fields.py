"""The form field of one place of a document's body, by the style its schema gives it."""

from __future__ import annotations

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
from publishing.schema import Column, Style
from writing.forms import RuleBoxes


def field_for(
    column: Column, label: str, place: str = "", flattened: places.Flat | None = None
) -> forms.Field:
    """The box of one place: a draft may be half-built, so none is required."""
    words = column.words
    common: dict[str, Any] = {"label": label, "required": False, "help_text": words.help}
    if words.style is Style.PROSE:
        rows = {"rows": words.rows, "data-prose": "yes"}
        return forms.CharField(widget=UnfoldAdminTextareaWidget(attrs=rows), strip=False, **common)
    if words.style is Style.CHOICE:
        options = _options(column, place, flattened or {})
        return forms.ChoiceField(choices=options, widget=UnfoldAdminSelectWidget(), **common)
    if words.style is Style.YES_NO:
        return forms.BooleanField(widget=UnfoldBooleanSwitchWidget(), **common)
    if words.style is Style.RULE:
        return forms.CharField(widget=RuleBoxes(), **common)
    if words.style is Style.NUMBER:
        return forms.DecimalField(widget=UnfoldAdminIntegerFieldWidget(), **common)
    return forms.CharField(widget=UnfoldAdminTextInputWidget(), strip=False, **common)


def _options(column: Column, place: str, flattened: places.Flat) -> list[tuple[str, Any]]:
    """What there is to choose, and what is chosen now, though it be there no more."""
    if column.words.options is None:
        enum: Any = column.info.annotation
        return [(one.value, getattr(one, "label", one.value)) for one in enum]
    found = dict(column.words.options(flattened))
    chosen = str(flattened.get(place, ""))
    return list(({chosen: _("%s (not there any more)") % chosen} | found).items())
