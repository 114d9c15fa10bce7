"""Who took an assessment, to be read, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Attempt
from practice.admin_base import DeskAdmin, ReadOnly
from practice.changelist import LongList
from publishing.models import Revision


class ByVersion(admin.SimpleListFilter):
    """Of which published version the answers are."""

    title = _("published version")
    parameter_name = "version"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = {row.pk: str(row) for row in Assessment.objects.all()}
        label = Assessment._meta.label_lower
        revisions = Revision.objects.published().filter(kind=label).order_by("document", "-number")
        rows = revisions.values_list("pk", "document", "number")
        return [(str(pk), f"{names.get(of, of)} {number}") for pk, of, number in rows]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        return queryset.filter(revision=value) if value.isdecimal() else queryset


@admin.register(Attempt)
class AttemptAdmin(ReadOnly, LongList, DeskAdmin):
    """Who came how far, and from where. Answers and results stand nowhere here: read beside the
    hour somebody asked for a guide, they would name their writer, who has not shared them.
    """

    list_display = ("started_at", "finished_at", "came_from", "version")
    list_filter = ("started_at", "finished_at", "assessment__offer", ByVersion)
    list_select_related = ("assessment", "revision", "source")
    fields = ("version", "started_at", "saved_at", "finished_at", "came_from")

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            Attempt.objects.with_revision()
            .select_related("source")
            # Its name without the draft that holds it, which is large and on every line the same.
            .annotate(of=KeyTextTransform("title", "assessment__draft"))
            .order_by(*self.get_ordering(request))
        )

    @admin.display(description=_("published version"))
    def version(self, attempt: Attempt) -> str:
        name = attempt.of or attempt.assessment.slug  # type: ignore[attr-defined]  # annotated
        return f"{name} {attempt.revision.number}"

    @admin.display(description=_("came from"))
    def came_from(self, attempt: Attempt) -> str:
        return str(attempt.source or "–")
