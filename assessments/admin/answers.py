"""What machines wrote: published versions and people's answers. To be read, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from assessments.models import Attempt, Edition
from practice.lists import LongList


class ReadOnly(ModelAdmin):
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
    """Answers nobody is named in; reading them one by one needs their writer's consent."""

    list_display = ("started_at", "finished_at", "reading", "profile", "came_from", "edition")
    list_filter = ("started_at", "finished_at", "edition")
    list_select_related = ("edition__assessment",)
    fields = ("edition", "started_at", "saved_at", "finished_at", "came_from", "told")

    def get_queryset(self, request: HttpRequest) -> Any:
        return Attempt.objects.with_edition().order_by(*self.get_ordering(request))

    @admin.display(description=_("reading"))
    def reading(self, attempt: Attempt) -> str:
        return attempt.names["reading_name"] if attempt.result else ""

    @admin.display(description=_("profile"))
    def profile(self, attempt: Attempt) -> str:
        return attempt.names["profile_name"] if attempt.result else ""

    @admin.display(description=_("came from"))
    def came_from(self, attempt: Attempt) -> str:
        return ", ".join(str(value) for value in attempt.source.values())

    @admin.display(description=_("result"))
    def told(self, attempt: Attempt) -> str | SafeString:
        if attempt.outcome is None:
            return str(_("not finished"))
        scales = ((key, _score(score)) for key, score in attempt.outcome.scales.items())
        rows = format_html_join("", "<li>{}: {}</li>", scales)
        return format_html(
            "{}<br>{}<ul>{}</ul>", self.reading(attempt), self.profile(attempt), rows
        )


def _score(score: Any) -> str:
    return str(_("too few answers")) if score is None else f"{float(score):.0f}"
