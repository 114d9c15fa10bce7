"""The grid of passages: a row an idea, a text for each key, and for everyone else."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import actions, files, grounds
from assessments.models import Passage
from assessments.schema import Cell, PassageBody
from publishing.admin_base import DocumentAdmin
from publishing.forms import box
from publishing.parts import Shows
from writing.passages import EVERYONE
from writing.segments import NOBODY, Axes

SAVED = _("Saved. Readers get these words once you publish the passage.")


def cells_of(axis: str, axes: Axes) -> tuple[str, ...]:
    """The cells a passage on this axis may have, everyone first."""
    declared = axes.with_keys.get(axis)
    return (EVERYONE, *(declared.keys if declared else ()))


def named(axis: str, cell: str, axes: Axes) -> str:
    """A cell by the name the author knows it by."""
    return gettext("everyone else") if cell == EVERYONE else axes.with_keys[axis].called(cell)


def label(axis: str, axes: Axes) -> str:
    """An axis by the name the author knows it by."""
    declared = axes.with_keys.get(axis)
    return str(declared.label) if declared else axis


class ByAxis(admin.SimpleListFilter):
    title = _("varies")
    parameter_name = "axis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, str(axis.label)) for name, axis in actions.axes().with_keys.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(draft__axis=self.value()) if self.value() else queryset


@admin.register(Passage)
class PassageAdmin(DocumentAdmin):
    """A passage carries itself into the published texts it stands in."""

    columns_shown = ("offer", "key")
    list_display = ("title", "offer", "key", "axis", "written", "empty", "whose_words")
    list_filter = ("offer", ByAxis)
    list_select_related = ("offer",)
    search_fields = ("key",)
    free_column = "key"
    free_within = ("offer",)
    axes: Axes = NOBODY

    def get_queryset(self, request: HttpRequest) -> Any:
        """Once a request: the keys of today's draft, against which every row is held."""
        self.axes = actions.axes()
        return super().get_queryset(request)

    @admin.display(description=_("title"))
    def title(self, passage: Passage) -> str:
        return str(passage)

    @admin.display(description=_("varies"))
    def axis(self, passage: Passage) -> str:
        return label(passage.body.axis, self.axes)

    @admin.display(description=_("written"))
    def written(self, passage: Passage) -> str:
        cells = cells_of(passage.body.axis, self.axes)
        return f"{len(cells) - len(empty_cells(passage, self.axes))} / {len(cells)}"

    @admin.display(description=_("empty: these readers get the text for everyone"))
    def empty(self, passage: Passage) -> str:
        cells = empty_cells(passage, self.axes)
        return ", ".join(named(passage.body.axis, cell, self.axes) for cell in cells)

    def shows(self, request: HttpRequest, document: Passage | None) -> Shows:
        """What a text rests on is asked where there is one for each profile or reading."""
        of_outcome = document is not None and document.body.axis in grounds.OUTCOME
        hidden = f"/{EVERYONE}/{files.RESTS_ON}" if of_outcome else f"/{files.RESTS_ON}"
        return lambda place: not place.endswith(hidden)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("key",) if obj else ()

    def opened(self, document: Passage | None) -> PassageBody:
        """A box for every key of the axis, written in or not."""
        if document is None:
            return PassageBody()
        body = document.body
        written = {cell.id: cell for cell in body.cells}
        keys = dict.fromkeys((*cells_of(body.axis, actions.axes()), *written))
        cells = [written.get(key) or Cell(id=key) for key in keys]
        return body.model_copy(update={"cells": cells})

    def closed(self, body: PassageBody) -> PassageBody:
        return body.model_copy(update={"cells": [cell for cell in body.cells if cell.text.strip()]})

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """An empty box says that it falls back."""
        made = super().get_form(request, obj, change=change, **kwargs)
        body = self.opened(obj)
        for cell in body.cells:
            if not cell.text.strip():
                field = made.base_fields[box(f"cells/{cell.id}/text")]
                field.help_text = (
                    body.question
                    if cell.id == EVERYONE
                    else gettext("○ Empty: falls back to the text for everyone.")
                )
        return made

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and not self.is_pressed(request, "publish_it"):
            messages.info(request, SAVED)


def empty_cells(passage: Passage, axes: Axes) -> list[str]:
    """The cells without a text."""
    body = passage.body
    written = body.texts()
    return [cell for cell in cells_of(body.axis, axes) if not written.get(cell)]
