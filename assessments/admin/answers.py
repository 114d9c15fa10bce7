"""What machines wrote: published versions, and who took them. To be read, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessments.models import Attempt, Edition
from practice.admin_base import DeskAdmin
from practice.lists import LongList


class ReadOnly(DeskAdmin):
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    list_display = ("assessment", "number", "published_at", "questions")
    fields = ("assessment", "number", "published_at", "questions")

    @admin.display(description=_("questions"))
    def questions(self, edition: Edition) -> int:
        return len(edition.definition.parts.questions)


@admin.register(Attempt)
class AttemptAdmin(LongList, ReadOnly):
    """Who came how far, and from where. Answers and results stand nowhere here: read beside the
    hour somebody asked for a guide, they would name their writer, who has not shared them.
    """

    list_display = ("started_at", "finished_at", "came_from", "edition")
    list_filter = ("started_at", "finished_at", "edition")
    list_select_related = ("edition__assessment",)
    fields = ("edition", "started_at", "saved_at", "finished_at", "came_from")

    def get_queryset(self, request: HttpRequest) -> Any:
        return Attempt.objects.with_edition().order_by(*self.get_ordering(request))

    @admin.display(description=_("came from"))
    def came_from(self, attempt: Attempt) -> str:
        return ", ".join(str(value) for value in attempt.source.values())
