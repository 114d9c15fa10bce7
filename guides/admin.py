"""The guide as the author edits it, previews it, publishes it; readers' guides, read-only: that
there is one and how it fared. What stands in it is its reader's.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action

from courses import actions as courses
from guides import actions, starter
from guides.forms import SectionForm
from guides.models import Guide, GuideCopy, GuideEdition, Section
from guides.views.preview import preview
from practice.admin_base import DeskAdmin
from practice.asking import SURE, question_page
from practice.lists import ByPerson, NamedBoxes, OpenedByTitle, StarterMark
from practice.permissions import needs
from pulse.clock import now
from writing.faults import Refused
from writing.forms import in_words

PAPERS = GuideCopy.Paper.choices


class ReadOnly:
    """Rows that only the machine writes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def publish(request: HttpRequest, guide: Guide) -> bool:
    """Publish and say so, or say every fault."""
    try:
        edition = actions.publish(guide=guide, now=now())
    except Refused as refused:
        for fault in refused.faults:
            messages.error(request, fault.message)
        return False
    first = Guide.objects.published_for(guide.assessment)
    if first is None or first.pk == guide.pk:
        text = _("Published as number %(number)s. Guides made from now on read like this.")
        messages.success(request, text % {"number": edition.number})
        return True
    text = _(
        "Published as number %(number)s, but readers of “%(assessment)s” still get “%(first)s”, "
        "which was there first. Choose another assessment for this one, or for that one, under "
        "“Where it belongs”."
    )
    names = {"assessment": guide.assessment, "first": first, "number": edition.number}
    messages.warning(request, text % names)
    return True


class WhoseSection:
    """A section's condition, by names."""

    @admin.display(description=_("only when"), ordering="condition")
    def only_when(self, section: Section) -> str:
        return in_words(section.condition)


class SectionInline(  # type: ignore[misc]  # Unfold's own clash
    WhoseSection, OpenedByTitle, NamedBoxes, TabularInline
):
    """The order of the sections; each has a page of its own, for its text and whom it is for."""

    model = Section
    fields = ("open_it", "kind", "in_contents", "only_when", "position")
    readonly_fields = ("open_it", "only_when")
    ordering = ("position", "id")
    ordering_field = "position"  # type: ignore[assignment]  # Unfold's None
    hide_ordering_field = True
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Guide)
class GuideAdmin(DeskAdmin):
    list_display = ("title", "assessment", "as_published")
    inlines = (SectionInline,)
    actions_submit_line = ("publish_it",)  # type: ignore[assignment]  # Unfold's ()
    readonly_fields = ("as_published", "previews")
    fieldsets = (
        (None, {"fields": ("title", "subtitle", "description", "slug", "language")}),
        (_("Where it belongs"), {"fields": ("assessment", "course", "attach")}),
        (_("See it as a reader would"), {"fields": ("as_published", "previews")}),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview)
        return [
            path("<int:pk>/preview/", view, name="guides_guide_preview"),
            *super().get_urls(),
        ]

    @admin.display(description=_("published as it stands here"), boolean=True)
    def as_published(self, guide: Guide) -> bool:
        return guide.edition is not None and guide.edition.body == actions.drafted(guide).as_json()

    @admin.display(description=_("preview"))
    def previews(self, guide: Guide) -> str:
        """One link per sample person and paper."""
        if guide.pk is None:
            return "–"
        address = reverse("admin:guides_guide_preview", args=[guide.pk])
        link = '<a href="{}?person={}&paper={}" class="desk-link">{}</a>'
        people = (
            (name, format_html_join(" · ", link, ((address, key, *one) for one in PAPERS)))
            for key, name in courses.samples().items()
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", people))

    @needs("guides.view_guide")
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        return preview(request, pk, site=self.admin_site.each_context(request))

    @action(description=_("Save and publish"), permissions=["guides.change_guide"])
    def publish_it(self, request: HttpRequest, guide: Guide) -> None:
        publish(request, guide)


@admin.register(Section)
class SectionAdmin(WhoseSection, StarterMark, DeskAdmin):
    form = SectionForm
    list_display = ("position", "title", "kind", "in_contents", "only_when", "whose_words")
    list_display_links = ("title",)
    list_filter = ("guide", "kind")
    ordering = ("guide", "position")
    actions_submit_line = ("publish_it",)  # type: ignore[assignment]  # Unfold's ()

    def untouched(self) -> set[int]:
        return starter.untouched(settings.CONTENT_DIR)

    @action(
        description=_("Save and publish the guide"),
        permissions=["guides.change_section", "guides.change_guide"],
    )
    def publish_it(self, request: HttpRequest, section: Section) -> None:
        publish(request, section.guide)


@admin.register(GuideEdition)
class GuideEditionAdmin(ReadOnly, DeskAdmin):
    list_display = ("guide", "number", "published_at")
    fields = ("guide", "number", "published_at")


@admin.register(GuideCopy)
class GuideCopyAdmin(ReadOnly, ByPerson, DeskAdmin):
    list_display = ("contact", "state", "requested_at", "ready_at", "error")
    list_filter = ("state",)
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
