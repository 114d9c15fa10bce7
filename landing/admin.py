"""The landing page as the author composes it, and the sign-up forms with their numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from health.clock import now
from health.models import Counter
from landing.actions import counter
from landing.models import LandingPage, SignUpForm
from landing.sign_up import uploads
from offers.models import Offer
from publishing import actions
from publishing.admin_base import DocumentAdmin
from publishing.forms import DocumentForm


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


class DownloadForm(DocumentForm):
    """The file by its kind and size, before any of it is kept."""

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if not isinstance(file, UploadedFile):
            return file
        if (file.size or 0) > uploads.MOST_BYTES:
            raise forms.ValidationError(
                gettext("At most %d MB, please: people open it on the way.")
                % (uploads.MOST_BYTES // 1024 // 1024)
            )
        head = file.read(16)
        file.seek(0)
        if not uploads.is_what_it_says(file.name or "", head):
            endings = ", ".join(ending.removeprefix(".") for ending in uploads.KINDS)
            raise forms.ValidationError(gettext("One of these kinds of file: %s.") % endings)
        return file


@admin.register(SignUpForm)
class SignUpFormAdmin(DocumentAdmin):
    columns_shown = ("offer", "is_open", "file")
    column_form = DownloadForm
    free_column = "slug"
    free_ending = "-copy"
    list_display = ("__str__", "offer", "is_open", "state_in_words", "numbers", "saved_at")
    list_filter = ("offer",)
    list_select_related = ("offer", "published")
    actions_detail = ("see_form", "versions_page", "publish_page", "copy_page")
    published_words = _("Published. Visitors now meet the form like this.")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        chosen = request.GET.get("offer", "")
        if chosen.isdecimal():
            return {"offer": chosen}
        home = Offer.objects.home()
        return {"offer": home.pk} if home else {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = SignUpForm.objects.filter(pk=obj.pk).first() if change else None
        if not change:
            obj.slug = free_slug(form.body.title if form.body else "")
        super().save_model(request, obj, form, change)
        if before is not None and before.file and before.file.name != obj.file.name:
            before.file.delete(save=False)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if not obj.offer.is_open:
            url = reverse("admin:offers_offer_change", args=[obj.offer_id])
            words = gettext("Visitors meet the form once its offer is open.")
            link = '{} <a href="{}" class="desk-link">{}</a>'
            messages.warning(request, format_html(link, words, url, gettext("Open the offer")))
        return super().response_change(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SignUpForm]) -> None:
        for form in queryset:
            self.delete_model(request, form)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        file = obj.file
        super().delete_model(request, obj)
        if file:
            file.delete(save=False)

    @admin.display(description=_("shown, sent, confirmed in 30 days"))
    def numbers(self, form: SignUpForm) -> str:
        since = now().date() - timedelta(days=30)
        names = [counter(form, step) for step in ("shown", "sent", "confirmed")]
        rows = Counter.objects.filter(name__in=names, day__gt=since).values_list("name")
        counts = dict(rows.annotate(count_sum=Sum("count")).order_by("name"))
        return " · ".join(str(counts.get(name, 0)) for name in names)

    @action(description=_("See the form"), url_path="see", permissions=["view"])
    def see_form(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect(self.row(object_id).get_absolute_url())


def free_slug(title: str) -> str:
    """A name for the address that no form has, made of the title."""
    slug = slugify(title)[:50].strip("-") or "form"
    row = SignUpForm(slug=slug)
    if slug not in TAKEN and not SignUpForm.objects.filter(slug=slug).exists():
        return slug
    return actions.free_name(row, "slug", ending="-2")


TAKEN = ("sent", "file")
"""What stands in addresses at that place already."""
