"""A frozen text, or a draft, as named texts to compare: each word under the name she knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions import named_axes
from assessments.models import Passage
from writing.passages import EVERYONE

Body = Mapping[str, Any]
Told = Iterator[tuple[str, str]]
LETTER = {
    "subject": gettext_lazy("subject"),
    "preheader": gettext_lazy("preview line"),
    "source": gettext_lazy("text"),
}
BOXES = "boxes"
"""Under this name a kept body holds single boxes instead of a whole."""


def told(body: Body) -> Told:
    """(place, text) of everything a version says, in its order."""
    if BOXES in body:
        return ((place_of(box), text) for box, text in body[BOXES].items())
    return iter(())


def place_of(box: str) -> str:
    """The name of one box of the editor."""
    return str(LETTER.get(box, LETTER["source"] if box == "body" else box)).capitalize()


def cell_name(cell: str, axis: str = "") -> str:
    """Whose text a cell holds, by name; without an axis, the first that knows the cell."""
    if cell == EVERYONE:
        return str(_("Everyone else"))
    axes = named_axes()
    known = [axes[axis]] if axis in axes else axes.values()
    return next((names[cell] for names in known if cell in names), cell)


def _passages(body: Body) -> Told:
    for key, passage in (body.get("passages") or {}).items():
        for cell, text in passage["cells"].items():
            place = f"{Passage._meta.verbose_name} “{key}”".capitalize()
            yield f"{place} · {cell_name(cell, passage.get('axis', ''))}", text


def _column(model: Any, name: str) -> str:
    """A column in the author's words."""
    known = {field.name: field for field in model._meta.get_fields()}
    return str(getattr(known.get(name), "verbose_name", "") or _said(name))


def _said(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _plain(value: Any) -> str:
    """A value as lines of text."""
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, Mapping):
        return " · ".join(_plain(one) for one in value.values())
    if isinstance(value, list | tuple):
        return "\n".join(_plain(one) for one in value)
    return "" if value is None else str(value)
