"""One question with its choices and its finer settings."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from assessments.admin.rows import edited, of_same_draft
from assessments.models import Choice, Question


class ChoiceInline(TabularInline):
    model = Choice
    extra = 0
    fields = ("label", "key", "position")
    ordering_field = "position"  # type: ignore[assignment]  # Unfold's None
    hide_ordering_field = True


@admin.register(Question)
class QuestionAdmin(ModelAdmin):
    list_display = ("text", "kind", "page", "scale", "reverse")
    list_filter = ("kind", "scale")
    search_fields = ("key", "text")
    list_select_related = ("page", "scale")
    fieldsets = (
        (None, {"fields": ("text", "help", "kind", "key")}),
        (_("Where it stands"), {"fields": (("page", "position"), "when")}),
        (_("How it counts"), {"fields": (("scale", "reverse", "weight"),)}),
    )
    inlines = (ChoiceInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Questions begin on the page of their assessment."""
        return False

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        own = Question.objects.filter(pk=str(edited(request) or 0))
        return of_same_draft(field, own.values_list("assessment_id", flat=True).first())
