"""The rows of a draft as tables and stacks on its page, each ordered by dragging."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline
from unfold.forms import PaginationInlineFormSet
from unfold.overrides import FORMFIELD_OVERRIDES_INLINE
from unfold.widgets import UnfoldAdminTextareaWidget

from assessments import actions
from assessments.models import (
    AnswerLabel,
    ConditionText,
    Group,
    LandingItem,
    Measure,
    Notice,
    Page,
    Profile,
    Question,
    Reading,
    Scale,
    Step,
)
from assessments.reader import EVERYBODY
from practice.lists import NamedBoxes

SMALL: Any = {
    **FORMFIELD_OVERRIDES_INLINE,
    models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 3})},
}
ROOMY: Any = {models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 5})}}


def of_same_draft(field: Any, draft_id: object) -> Any:
    """Offer only rows of the draft being edited."""
    if isinstance(field, ModelChoiceField) and field.queryset is not None:
        field.queryset = field.queryset.filter(assessment_id=draft_id)
    return field


def edited(request: HttpRequest) -> object:
    """The id of the row whose page this is."""
    match = request.resolver_match
    return match.kwargs.get("object_id") if match else None


class Known(PaginationInlineFormSet):
    """Rows that were read with their draft are not read again."""

    def get_queryset(self) -> Any:
        if self.instance.kept_rows is not None:
            return self.instance.kept_rows[self.fk.remote_field.get_accessor_name()]
        return super().get_queryset()


def offer_known(formset: Any, draft: Any) -> Any:
    """Let every row choose among the same rows of the draft, read once."""
    for name, field in formset.form.base_fields.items():
        if draft is not None and draft.kept_rows and isinstance(field, ModelChoiceField):
            blank = [] if field.empty_label is None else [("", field.empty_label)]
            rows = draft.kept_rows[f"{name}s"]
            field.choices = [*blank, *((row.pk, str(row)) for row in rows)]
    return formset


class Ordered(InlineModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """No blank rows, dragging instead of numbers, choices among rows of the same draft.

    The handle stands in the first column of a table, so the hidden place comes last.
    """

    formset = Known
    extra = 0
    ordering_field: Any = "position"  # Unfold says None
    hide_ordering_field = True
    formfield_overrides = SMALL

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """A plain list to choose from: its rows are made in their own part of the page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        return of_same_draft(field, edited(request))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return offer_known(super().get_formset(request, obj, **kwargs), obj)


class Table(Ordered, NamedBoxes, TabularInline):
    """Rows of a few short columns."""


class Stack(Ordered, StackedInline):
    """Rows with long texts, each opened by itself."""

    collapsible = True


class PageInline(Table):
    model = Page
    fields = ("title", "lead", "when", "key", "position")


class QuestionInline(Table):
    """Every question in its order; its finer settings and new ones have a page of their own."""

    model = Question
    fields = ("text", "place", "position")
    readonly_fields = ("place",)
    show_title = False
    template_after = "assessments/admin_add_question.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("page, and what it counts for"))
    def place(self, question: Question) -> str:
        words = [question.get_kind_display()]
        if question.page:
            words.append(str(question.page))
        if question.scale:
            way = _("%s, the other way round") if question.reverse else "%s"
            words.append(str(way) % question.scale)
        url = reverse("admin:assessments_question_change", args=[question.pk])
        link = format_html('<a href="{}" class="desk-link">{}</a>', url, _("All its settings"))
        return format_html('<span class="desk-wide">{}<br></span>{}', " · ".join(words), link)


class AnswerLabelInline(Table):
    model = AnswerLabel
    fields = ("scale", "key", "label", "position")


class GroupInline(Table):
    model = Group
    fields = ("title", "lead", "key", "position")


class ScaleInline(Stack):
    model = Scale
    fields = (
        "position",
        ("name", "key", "group", "minimum"),
        "about",
        ("low", "middle", "high"),
        "alt_prefix",
    )


class MeasureInline(Table):
    model = Measure
    fields = ("key", "kind", "of", "minimum", "position")


class Readable(Known):
    """Rows whose texts stand on the result page: one that could not be shown is not saved."""

    texts: tuple[str, ...] = ("text",)

    def clean(self) -> None:
        super().clean()
        changed = {
            f"{number}:{name}": str(form.cleaned_data.get(name) or "")
            for number, form in enumerate(self.forms)
            for name in self.texts
            if name in form.changed_data and form not in self.deleted_forms
        }
        for place, faults in actions.text_faults(changed).items() if changed else ():
            number, _colon, name = place.partition(":")
            for fault in faults:
                self.forms[int(number)].add_error(name, fault.message)


class LastCatchesAll(Readable):
    """An ordered list whose last row, “true”, catches everybody: it cannot be removed."""

    texts = ("text", "summary", "looks_after", "does_well", "can_cost", "mirror_line")

    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        rows = sorted((row for row in kept if row), key=lambda row: row.get("position") or 0)
        if not rows or str(rows[-1].get("when", "")).strip() != EVERYBODY:
            raise ValidationError(_("The last row must say “true”: it is for everybody else."))


class ReadingInline(Stack):
    model = Reading
    formset = LastCatchesAll
    fields = ("position", ("name", "key"), "when", "text")


class ProfileInline(Stack):
    model = Profile
    formset = LastCatchesAll
    fields = (
        "position",
        ("name", "key"),
        "when",
        "summary",
        "looks_after",
        "does_well",
        "can_cost",
        "mirror_line",
    )


class StepInline(Stack):
    model = Step
    formset = Readable
    fields = ("position", ("name", "key"), "title", "text")


class ConditionTextInline(Stack):
    model = ConditionText
    formset = Readable
    fields = ("position", ("name", "key"), "short", "text")


class NoticeInline(Stack):
    model = Notice
    formset = Readable
    fields = ("position", ("when", "key"), "text")


class LandingItemInline(Table):
    model = LandingItem
    fields = ("kind", "title", "text", "position")
    verbose_name_plural = _("lists on the first page")
