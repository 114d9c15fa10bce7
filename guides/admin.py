"""The guide as the author edits it, previews it, publishes it; readers' guides, read-only: that
there is one and how it fared. What stands in it is its reader's.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from courses import actions as courses
from guides import actions
from guides.models import Guide, GuideCopy
from guides.views.preview import preview
from health.clock import now
from practice.admin_base import DeskAdmin, ReadOnly
from practice.changelist import ByPerson
from practice.confirm_action import SURE, question_page
from practice.permissions import needs
from publishing.actions import PublishOutcome, impact
from publishing.admin_base import DocumentAdmin

PAPERS = GuideCopy.Paper.choices


@admin.register(Guide)
class GuideAdmin(DocumentAdmin):
    """The guide on one page: what it is, where it belongs, its sections one after another."""

    columns_shown = ("slug", "offer", "course", "attach", "own_sharing_wording")
    list_display = ("__str__", "offer", "state_in_words", "whose_words")
    list_select_related = ("offer", "published")
    list_filter = ("offer",)
    readonly_fields = ("state_in_words", "previews")
    free_column = "slug"
    free_ending = "-copy"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (_top, own), *sections = super().get_fieldsets(request, obj)
        belongs, agreed = ("offer", "course", "attach"), ("own_sharing_wording",)
        first = [name for name in own["fields"] if name not in (*belongs, *agreed)]
        return [
            (None, {"fields": first}),
            (_("Where it belongs"), {"fields": belongs}),
            (_("What people agree to"), {"fields": agreed}),
            (_("See it as a reader would"), {"fields": self.readonly_fields}),
            *sections,
        ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview)
        return [
            path("<int:pk>/preview/", view, name="guides_guide_preview"),
            *super().get_urls(),
        ]

    @admin.display(description=_("preview"))
    def previews(self, guide: Guide) -> str:
        """One link per sample person and paper."""
        if guide.pk is None:
            return "–"
        address = reverse("admin:guides_guide_preview", args=[guide.pk])
        link = '<a href="{}?person={}&paper={}" class="desk-link">{}</a>'
        people = (
            (name, format_html_join(" · ", link, ((address, key, *paper) for paper in PAPERS)))
            for key, name in courses.samples(guide.offer_id).items()
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", people))

    @needs("guides.view_guide")
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        return preview(request, pk, site=self.admin_site.each_context(request))

    def say_published(self, request: HttpRequest, outcome: PublishOutcome) -> None:
        """Of a guide that is not the one its readers get, who gets which."""
        for guide in outcome.published:
            first = (
                isinstance(guide, Guide) and Guide.objects.filter(offer=guide.offer_id).offered()
            )
            if first and first.pk != guide.pk:
                words = _("Published as version %(number)s.") % {"number": guide.head}
                sentences = " ".join(effect.message for effect in impact(guide))
                messages.warning(request, f"{words} {sentences}")
                return
        super().say_published(request, outcome)


@admin.register(GuideCopy)
class GuideCopyAdmin(ReadOnly, ByPerson, DeskAdmin):
    list_display = ("contact", "state", "requested_at", "ready_at", "error")
    list_filter = ("state", "guide__offer")
    linked_columns = ("requested_at",)  # the numbers on Home
    list_select_related = ("contact",)
    actions_detail = ("try_again",)  # type: ignore[assignment]  # Unfold's ()
    fieldsets = (
        (None, {"fields": ("contact", "state", "error", "tries", "next_try_at")}),
        (
            _("What was asked for"),
            {"fields": ("first_name", "paper", "requested_at", "claimed_at", "shared_at")},
        ),
        (_("What became of it"), {"fields": ("ready_at", "mailed_at", "expires_at")}),
    )

    def has_try_again_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        rows = GuideCopy.objects.filter(pk=str(object_id), state=GuideCopy.State.FAILED)
        return object_id is None or rows.exists()

    @action(description=_("Try again"), permissions=["guides.change_guidecopy", "try_again"])
    def try_again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        copy = get_object_or_404(GuideCopy, pk=object_id)
        here = reverse("admin:guides_guidecopy_change", args=[object_id])
        if SURE not in request.POST:
            question = _("Make this guide again, and send its letter once it is ready?")
            return question_page(self, request, [copy], str(question), 1, back=here)
        if actions.retry(copy=copy, now=now()):
            messages.success(request, _("It is being made again. Its letter goes out by itself."))
        return redirect(here)
