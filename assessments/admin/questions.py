"""One question with its choices and its finer settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from assessments.admin.rows import SMALL, edited, of_same_draft
from assessments.models import Choice, Question
from practice.admin_base import DeskAdmin
from practice.lists import NamedBoxes

HELP = {
    "kind": _("“One choice” and “several choices” take what to choose from below."),
    "page": _("Without a page nobody sees it."),
    "when": _(
        "Empty: always. Or a rule about what was answered before, such as field is coaching."
    ),
    "reverse": _("The more of it, the lower the scale."),
    "weight": _("1 counts as the others do, 2 twice as much."),
}


class ChoiceInline(NamedBoxes, TabularInline):  # type: ignore[misc]  # Unfold's own clash
    model = Choice
    extra = 0
    fields = ("label", "key", "position")
    ordering_field = "position"  # type: ignore[assignment]  # Unfold's None
    hide_ordering_field = True


def draft_of(request: HttpRequest) -> int | None:
    """The draft that a new question belongs to, as its address says."""
    wanted = request.GET.get("assessment", "")
    return int(wanted) if wanted.isdecimal() else None


@admin.register(Question)
class QuestionAdmin(DeskAdmin):
    list_display = ("text", "kind", "page", "scale", "reverse")
    list_filter = ("kind", "scale")
    search_fields = ("key", "text")
    list_select_related = ("page", "scale")
    fieldsets = (
        (None, {"fields": ("assessment", "text", "help", "kind", "key")}),
        (_("Where it stands"), {"fields": ("page", "when")}),
        (_("How it counts"), {"fields": (("scale", "reverse", "weight"),)}),
    )
    inlines = (ChoiceInline,)
    formfield_overrides = SMALL

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        return super().get_form(*args, **kwargs | {"help_texts": HELP})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Questions begin on the page of their assessment."""
        return draft_of(request) is not None and super().has_add_permission(request)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A key nobody has; what leads here is trusted with nothing else."""
        draft = draft_of(request)
        taken = set(Question.objects.filter(assessment=draft).values_list("key", flat=True))
        number = len(taken) + 1
        while f"q{number}" in taken:
            number += 1
        return {"assessment": draft, "key": f"q{number}"}

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "assessment":
            return super().formfield_for_foreignkey(
                db_field, request, **kwargs | {"widget": forms.HiddenInput}
            )
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        own = Question.objects.filter(pk=str(edited(request) or 0))
        draft = draft_of(request) or own.values_list("assessment_id", flat=True).first()
        return of_same_draft(field, draft)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new question stands last."""
        if not change:
            last = Question.objects.filter(assessment=obj.assessment).aggregate(Max("position"))
            obj.position = (last["position__max"] or 0) + 1
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Question, post_url_continue: str | None = None
    ) -> HttpResponse:
        answer = super().response_add(request, obj, post_url_continue)
        return redirect(request.get_full_path()) if "_addanother" in request.POST else answer

    def response_post_save_add(self, request: HttpRequest, obj: Question) -> HttpResponseRedirect:
        return among_the_others(obj)

    def response_post_save_change(
        self, request: HttpRequest, obj: Question
    ) -> HttpResponseRedirect:
        return among_the_others(obj)


def among_the_others(question: Question) -> HttpResponseRedirect:
    """The page on which all questions stand in their order."""
    page = reverse("admin:assessments_assessment_change", args=[question.assessment_id])
    return redirect(f"{page}?part=questions")
