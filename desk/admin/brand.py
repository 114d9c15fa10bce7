"""The look of the practice: one page, seen on a page, a letter and the guide while it is chosen."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.actions import editor_page
from desk.models import Brand
from practice.palette import PALETTE, WARM
from publishing.admin_base import DocumentAdmin


@admin.register(Brand)
class BrandAdmin(DocumentAdmin):
    change_form_template = "admin/desk/brand/change_form.html"
    actions_detail = ("versions_page", "publish_page")
    published_words = _("Published. From now on your pages, letters and guides look like this.")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        brand = Brand.objects.first()
        if brand is None:
            return redirect("admin:desk_brand_add")
        return redirect(self.change_page(brand))

    def has_add_permission(self, request: HttpRequest) -> bool:
        # Every page of the desk asks, for its list of apps: looked up only where one would be made.
        is_there = request.path == reverse("admin:desk_brand_add") and Brand.objects.exists()
        return super().has_add_permission(request) and not is_there

    def has_delete_permission(self, request: HttpRequest, obj: Brand | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        site = getattr(request, "current_app", "admin")
        label, row, user_id = self.opts.label_lower, kwargs.get("obj"), request.user.pk or 0
        page = editor_page.page_values(label=label, row=row, user_id=user_id, site=site)
        page["say"] |= {
            "for_whom": gettext("Seen on"),
            "take": gettext("Take %s"),
            "own": gettext("Your own"),
            "colours": gettext("Colours that can be read everywhere"),
        }
        palettes = {"accent": PALETTE, "warm": WARM}
        page["palettes"] = {
            name: [[value, str(words)] for value, words in colours]
            for name, colours in palettes.items()
        }
        context["look"] = page
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)
