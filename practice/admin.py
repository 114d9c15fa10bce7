"""The practice as the author edits it: one page, no list, nothing to add or delete."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from practice.models import Image, Practice


@admin.register(Practice)
class PracticeAdmin(ModelAdmin):
    fieldsets = (
        (
            _("Who you are"),
            {"fields": ("name", "author_name", "credentials", "portrait", "about", "zone")},
        ),
        (
            _("The law asks for these"),
            {"fields": ("legal_name", "postal_address", "contact_email", "privacy_extra")},
        ),
        (
            _("Letters"),
            {"fields": ("from_name", "from_email", "reply_to", "dkim_selector", "count_clicks")},
        ),
        (
            _("Write to me"),
            {
                "fields": (
                    "notice_email",
                    ("tell_bookings", "tell_replies"),
                    ("tell_trouble", "tell_weekly"),
                )
            },
        ),
        (
            _("Your offer"),
            {"fields": ("offer_title", "offer_for", "offer_text", "offer_fee", "offer_is_not")},
        ),
        (_("Look and thanks"), {"fields": ("accent", "links", "thanks")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Practice | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        return redirect("admin:practice_practice_change", Practice.objects.the().pk)


@admin.register(Image)
class ImageAdmin(ModelAdmin):
    list_display = ("alt", "file")
