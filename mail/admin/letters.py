"""The product's own letters as the author writes them, and every published wording."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from health.clock import now
from mail import actions
from mail.models import Broadcast, Letter, SystemLetter
from mail.preview_frame import frame, framed, in_frame
from mail.system_letters import words
from practice.admin_base import DeskAdmin, ReadOnly
from practice.changelist import LongList
from practice.models import Practice
from practice.permissions import needs
from publishing.admin_base import DocumentAdmin
from writing.errors import Refused


@admin.register(SystemLetter)
class SystemLetterAdmin(DocumentAdmin):
    """The product sends its letters by name: none is added or deleted; a copy is a one-off."""

    columns_shown = ("name",)
    list_display = ("name", "whose", "subject", "purpose", "state_in_words", "whose_words")
    list_filter = ("offer", "purpose")
    list_select_related = ("offer", "published")
    search_fields = ("name",)
    readonly_fields = ("allowed_words", "preview_frame")
    actions_submit_line = ("publish_it", "test_it")
    publishing_buttons = actions_submit_line
    actions_detail = ("preview_page", "versions_page", "publish_page", "copy_page", "own_page")
    published_words = _("Published. From now on it goes out in these words.")

    def permission_to_copy(self) -> str:
        return "mail.add_broadcast"

    def copied(self, document: SystemLetter, request: HttpRequest) -> Broadcast:
        return actions.one_off(document, by=request.user, now=now())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SystemLetter | None = None) -> bool:
        """An offer's own words may go: then those for all go out again."""
        is_own = obj is not None and obj.offer_id is not None
        return is_own and super().has_delete_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(framed(self.preview_body))
        own = self.admin_site.admin_view(self.own)
        return [
            path("<int:pk>/preview/", view, name="mail_systemletter_preview"),
            path("<int:pk>/own/", own, name="mail_systemletter_own"),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        [(title, boxes)] = super().get_fieldsets(request, obj)
        return [(title, {"fields": [*boxes["fields"], *self.readonly_fields]})]

    @admin.display(description=_("for"))
    def whose(self, draft: SystemLetter) -> str:
        return str(draft.offer or gettext("all"))

    @admin.display(description=_("subject"))
    def subject(self, draft: SystemLetter) -> str:
        return draft.body.subject

    @admin.display(description=_("words you may use"))
    def allowed_words(self, draft: SystemLetter) -> str:
        allowed = words(draft.key)
        spelled = ", ".join(f"{{{{ {name} }}}}" for name in (*allowed.free, *allowed.flags)) or "–"
        return format_html('<span class="allowed-words">{}</span>', spelled)

    @admin.display(description=_("preview"))
    def preview_frame(self, draft: SystemLetter) -> str:
        return frame(reverse("admin:mail_systemletter_preview", args=[draft.pk]))

    @needs("mail.view_systemletter")
    def preview_body(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = get_object_or_404(SystemLetter, pk=pk)
        try:
            return in_frame(actions.preview(draft).page)
        except Refused as refused:
            text = "\n".join(str(fault) for fault in refused.faults)
            return HttpResponse(text, content_type="text/plain; charset=utf-8")

    @action(
        description=_("Open the preview"),
        url_path="preview-page",
        permissions=["mail.view_systemletter"],
    )
    def preview_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect("admin:mail_systemletter_preview", object_id)

    def has_own_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Letters to readers that are for all, where an offer has none of its own yet."""
        if not self.has_change_permission(request):
            return False
        rows = SystemLetter.objects.filter(pk=str(object_id), offer=None)
        return object_id is None or any(actions.without_own(row).exists() for row in rows)

    @action(description=_("Other words for one offer"), url_path="to-own", permissions=["own"])
    def own_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect("admin:mail_systemletter_own", object_id)

    @needs("mail.change_systemletter")
    def own(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks for which offer, then makes a draft that says the same."""
        draft = get_object_or_404(SystemLetter, pk=pk, offer=None)
        offers = actions.without_own(draft)
        if request.method == "POST":
            offer = get_object_or_404(offers, slug=request.POST.get("offer", ""))
            made = actions.own_words(draft, offer=offer, by=request.user, now=now())
            self.log_addition(request, made, gettext("Other words for “%s”.") % offer)
            words = gettext("These words go to readers of “%s” once you publish them.")
            messages.success(request, words % offer)
            return redirect("admin:mail_systemletter_change", made.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Other words for one offer"),
            "document": draft,
            "offers": offers,
            "back": reverse("admin:mail_systemletter_change", args=[pk]),
        }
        return TemplateResponse(request, "mail/admin_own_words.html", context)

    @action(
        description=_("Save, publish and send me a test"),
        permissions=["mail.change_systemletter"],
    )
    def test_it(self, request: HttpRequest, draft: SystemLetter) -> None:
        self.publish_it(request, draft)
        if draft.letter is None or draft.has_changed:
            return  # it was not published, and the page says why
        actions.send_test(letter=draft.letter, key=draft.key, now=now())
        self.message_user(request, _("A test is on its way to your address for notices."))

    @action(
        description=_("Copy as a one-off letter"),
        url_path="to-copy",
        permissions=["view", "copy"],
    )
    def copy_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        page: HttpResponse = super().copy_page(request, object_id)
        return page


@admin.register(Letter)
class LetterAdmin(ReadOnly, LongList, DeskAdmin):
    """Wordings as they went out, and how often their links were followed."""

    list_display = ("name", "purpose", "published_at")
    list_filter = ("purpose",)
    search_fields = ("name",)
    fields = (("name", "purpose"), "published_at", "clicks", "preview_frame")
    readonly_fields = ("clicks", "preview_frame")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(framed(self.body))
        return [path("<int:pk>/body/", view, name="mail_letter_body"), *super().get_urls()]

    @admin.display(description=_("clicks on its links"))
    def clicks(self, letter: Letter) -> str:
        return clicks_of(letter)

    @admin.display(description=_("preview"))
    def preview_frame(self, letter: Letter) -> str:
        return frame(reverse("admin:mail_letter_body", args=[letter.pk]))

    @needs("mail.view_letter")
    def body(self, request: HttpRequest, pk: int) -> HttpResponse:
        return in_frame(actions.preview_letter(get_object_or_404(Letter, pk=pk)).page)


def clicks_of(letter: Letter) -> str:
    """How often each link was followed, as a small table; or why there is nothing to say."""
    links = actions.clicked(letter)
    if not links and not Practice.objects.the().count_clicks:
        return str(_("Not counted. “Your practice” has the switch."))
    if not links:
        return str(_("Nobody has followed a link yet."))
    rows = format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td></tr>", links)
    return format_html(
        '<table class="desk-table"><thead><tr><th scope="col">{}</th><th scope="col">{}</th>'
        '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table><p>{}</p>',
        _("Link"), _("Followed by people"), _("By programs that check mail"), rows,
        _("Roughly, and never by whom. Nothing in the product acts on these numbers."),
    )  # fmt: skip
