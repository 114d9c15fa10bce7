"""The practice as the author edits it: one page, no list, nothing to add or delete."""

from typing import cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from health.clock import now
from practice.actions import add_picture, present_revision
from practice.admin_base import DeskAdmin
from practice.forms import ImageForm
from practice.models import Image, Practice, PracticeRevision

NEWEST = 10
FIRST_FIELDS = ("name", "language", "author_name", "credentials", "portrait", "about", "zone")


@admin.register(Practice)
class PracticeAdmin(DeskAdmin):
    fieldsets = (
        (
            _("Who you are"),
            {
                "fields": FIRST_FIELDS,
                "description": _(
                    "What people can book with you, and the words for it, stand under "
                    "“Kinds of meeting”."
                ),
            },
        ),
        (
            _("The law asks for these"),
            {"fields": ("legal_name", "postal_address", "contact_email", "privacy_extra")},
        ),
        (
            _("Letters"),
            {
                "fields": (
                    *("from_name", "from_email", "reply_to", "dkim_selector"),
                    *("sign_letters", "count_clicks"),
                )
            },
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
        (_("Links and thanks"), {"fields": ("links", "thanks")}),
        (_("What letters and guides said of you"), {"fields": ("versions",)}),
    )
    readonly_fields = ("versions",)

    @admin.display(description=_("newest first"))
    def versions(self, _practice: Practice) -> str:
        """Since when letters carry which words; a letter once tried stays with its own."""
        rows = PracticeRevision.objects.select_related("by")[:NEWEST]
        return format_html(
            '<ol class="desk-list">{}</ol>',
            format_html_join(
                "",
                "<li>{} · {}{}<br>{}</li>",
                (
                    (
                        row.number,
                        date_format(localtime(row.created_at), "DATETIME_FORMAT"),
                        f" · {row.by}" if row.by else "",
                        ", ".join(filter(None, row.identity.constants.values())),
                    )
                    for row in rows
                ),
            ),
        )

    def save_model(self, request: HttpRequest, obj: Model, form: forms.Form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        present_revision(now=now(), by=request.user if request.user.is_authenticated else None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Practice | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:practice_practice_change", Practice.objects.the().pk)


@admin.register(Image)
class ImageAdmin(DeskAdmin):
    """Uploaded once; a named picture stays as it is, for letters that were sent show it."""

    form = ImageForm
    list_display = ("shown", "name", "alt")
    list_display_links = ("shown", "name")
    search_fields = ("name", "alt")

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> tuple[str, ...]:
        return ("shown", "name", "alt", "in_a_text") if obj else ("file", "name", "alt")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Image | None = None
    ) -> tuple[str, ...]:
        named = ("name",) if obj and obj.name else ()
        return ("shown", "in_a_text", *named) if obj else ()

    def save_model(self, request: HttpRequest, obj: Model, form: forms.Form, change: bool) -> None:
        made = getattr(form, "picture", None)
        if made is None:
            super().save_model(request, obj, form, change)
        else:
            add_picture(cast("Image", obj), made)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        return super().get_queryset(request).filter(is_drawn=False)

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        named = obj is not None and bool(obj.name)
        return not named and super().has_delete_permission(request, obj)

    @admin.display(description=_("picture"))
    def shown(self, image: Image) -> str:
        address = image.get_absolute_url()
        return format_html('<img src="{}" alt="{}" width="160">', address, image.alt)

    @admin.display(description=_("in a text"))
    def in_a_text(self, image: Image) -> str:
        """What to write, or to choose from the editor's menu."""
        if not image.name:
            return str(_("Give it a short name first."))
        words = f"::: picture {image.name}\n{image.alt}\n:::"
        return format_html("<pre>{}</pre>", words)
