"""The grid of passages: a row an idea, a text for each key, and for everyone else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from assessments import actions, starter
from assessments.models import Passage
from practice.admin_base import DeskAdmin
from practice.lists import StarterMark
from writing.passages import EVERYONE

CELL = "cell_"
SAVED = _(
    "Saved. Readers get these words once the texts that use them are published: "
    "the page of the passage names them."
)
Axes = Mapping[str, Mapping[str, str]]


def cells_of(axis: str, axes: Axes) -> tuple[str, ...]:
    """The cells a passage on this axis may have, everyone first."""
    return (EVERYONE, *axes.get(axis, {}))


def named(axis: str, cell: str, axes: Axes) -> str:
    """A cell by the name the author knows it by."""
    return gettext_now("everyone else") if cell == EVERYONE else axes[axis][cell]


class PassageForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A passage with one text box a cell."""

    class Meta:
        model = Passage
        fields = ("title", "key", "axis")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        cells = {
            name.removeprefix(CELL): str(text or "")
            for name, text in data.items()
            if name.startswith(CELL)
        }
        if cells:
            row = self.instance
            for fault in actions.passage_faults(key=row.key, axis=row.axis, cells=cells):
                self.add_error(None, fault.message)
        return data


@admin.register(Passage)
class PassageAdmin(StarterMark, DeskAdmin):
    list_display = ("title", "key", "axis", "written", "empty", "whose_words")
    list_filter = ("axis",)
    search_fields = ("title", "key", "texts__text")
    form = PassageForm
    axes: Axes = {}

    def untouched(self) -> set[int]:
        return starter.untouched(settings.CONTENT_DIR)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Once a request: the keys of today's draft, against which every row is held."""
        self.axes = actions.named_axes()
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display(description=_("written"))
    def written(self, passage: Passage) -> str:
        cells = cells_of(passage.axis, self.axes)
        return f"{len(cells) - len(empty_cells(passage, self.axes))} / {len(cells)}"

    @admin.display(description=_("empty: these readers get the text for everyone"))
    def empty(self, passage: Passage) -> str:
        cells = empty_cells(passage, self.axes)
        return ", ".join(named(passage.axis, cell, self.axes) for cell in cells)

    def get_form(
        self, request: HttpRequest, obj: Passage | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Passage]]:
        """One text box a cell; an empty one says that it falls back."""
        plain = super().get_form(request, obj, change=change, **{**kwargs, "fields": None})
        return type("CellsForm", (plain,), dict(boxes(obj, actions.named_axes())))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        frame = (None, {"fields": ("title", "key", "axis")})
        if obj is None:
            return (frame,)
        names = [f"{CELL}{cell}" for cell in cells_of(obj.axis, actions.named_axes())]
        return (frame, (_("Texts"), {"fields": names}))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("key", "axis") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        cells = {
            name.removeprefix(CELL): text
            for name, text in form.cleaned_data.items()
            if name.startswith(CELL)
        }
        actions.write_passage(passage=obj, cells=cells)
        if cells:
            messages.info(request, SAVED)


def empty_cells(passage: Passage, axes: Axes) -> list[str]:
    """The cells without a text."""
    texts = {text.cell for text in passage.texts.all() if text.text.strip()}
    return [cell for cell in cells_of(passage.axis, axes) if cell not in texts]


def boxes(passage: Passage | None, axes: Axes) -> list[tuple[str, forms.Field]]:
    """The text boxes of a saved passage."""
    if passage is None:
        return []
    texts = {text.cell: text.text for text in passage.texts.all()}
    return [
        (f"{CELL}{cell}", _box(cell, named(passage.axis, cell, axes), texts.get(cell, "")))
        for cell in cells_of(passage.axis, axes)
    ]


def _box(cell: str, name: str, text: str) -> forms.Field:
    empty = "" if text.strip() else gettext_now("○ Empty: falls back to the text for everyone.")
    return forms.CharField(
        label=capfirst(name),
        initial=text,
        required=cell == EVERYONE,
        help_text=empty,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )
