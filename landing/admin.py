"""The landing page as the author composes it: what searches show, then block after block."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from landing.models import LandingPage
from publishing import actions
from publishing.admin_base import DocumentAdmin


@admin.register(LandingPage)
class LandingPageAdmin(DocumentAdmin):
    columns_shown = ("offer",)
    list_display = ("__str__", "offer", "state_in_words", "saved_at", "whose_words")
    list_select_related = ("offer", "published")
    # An offer has one landing page, so there is nothing to copy it to.
    actions_detail = ("see_it", "versions_page", "publish_page")
    published_words = _("Published. Whoever comes to the offer now meets this page.")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.slug = obj.offer.slug
            obj.slug = actions.free_name(obj, "slug", ending="-page")
        super().save_model(request, obj, form, change)

    @action(description=_("See the page"), url_path="see", permissions=["view"])
    def see_it(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect(self.row(object_id).get_absolute_url())
