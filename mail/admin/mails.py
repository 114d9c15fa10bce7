"""Letters and mails as the author sees them. What the machine made is read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from mail import actions
from mail.forms import SystemLetterForm
from mail.frames import frame, framed, in_frame
from mail.models import DeliveryEvent, Letter, Message, Purpose, SystemLetter
from mail.words import words
from practice.lists import LongList
from pulse.clock import now
from writing.faults import Refused


class ReadOnly:
    """Rows that only the machine writes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SystemLetter)
class SystemLetterAdmin(ModelAdmin):
    form = SystemLetterForm
    list_display = ("name", "subject", "purpose", "is_published")
    list_filter = ("purpose",)
    list_select_related = ("letter",)
    list_before_template = "mail/admin_outdated.html"  # type: ignore[assignment]  # Unfold's None
    fields = ("name", "subject", "preheader", "body", "allowed_words", "preview_frame")
    readonly_fields = ("allowed_words", "preview_frame")
    actions_submit_line = ("publish_it", "test_it")  # type: ignore[assignment]  # Unfold's ()
    actions_detail = ("preview_page",)  # type: ignore[assignment]  # Unfold's ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SystemLetter | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(framed(self.preview_body))
        again = self.admin_site.admin_view(require_POST(self.publish_again))
        return [
            path("publish-again/", again, name="mail_publish_again"),
            path("<int:pk>/preview/", view, name="mail_systemletter_preview"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        known = {"outdated": len(actions.outdated())}
        return super().changelist_view(request, {**(extra_context or {}), **known})

    def publish_again(self, request: HttpRequest) -> HttpResponse:
        count = actions.publish_again(now=now())
        text = ngettext("%d letter was published again.", "%d letters were published again.", count)
        self.message_user(request, text % count, messages.SUCCESS)
        return redirect("admin:mail_systemletter_changelist")

    @admin.display(description=_("published"), boolean=True)
    def is_published(self, draft: SystemLetter) -> bool:
        """Whether what goes out is what stands here."""
        frozen = draft.letter.body if draft.letter else {}
        return (frozen.get("subject"), frozen.get("preheader"), frozen.get("source")) == (
            draft.subject,
            draft.preheader,
            draft.body,
        )

    @admin.display(description=_("words you may use"))
    def allowed_words(self, draft: SystemLetter) -> str:
        known = words(draft.key)
        return ", ".join(f"{{{{ {name} }}}}" for name in (*known.free, *known.flags)) or "–"

    @admin.display(description=_("preview"))
    def preview_frame(self, draft: SystemLetter) -> str:
        return frame(reverse("admin:mail_systemletter_preview", args=[draft.pk]))

    def preview_body(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = get_object_or_404(SystemLetter, pk=pk)
        try:
            return in_frame(actions.preview(draft).html)
        except Refused as refused:
            text = "\n".join(str(fault) for fault in refused.faults)
            return HttpResponse(text, content_type="text/plain; charset=utf-8")

    @action(description=_("Open the preview"), url_path="preview-page")
    def preview_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect("admin:mail_systemletter_preview", object_id)

    @action(description=_("Save and publish"))
    def publish_it(self, request: HttpRequest, draft: SystemLetter) -> None:
        actions.publish_system(draft=draft, now=now())
        self.message_user(request, _("Published. From now on it goes out in these words."))

    @action(description=_("Save, publish and send me a test"))
    def test_it(self, request: HttpRequest, draft: SystemLetter) -> None:
        letter = actions.publish_system(draft=draft, now=now())
        actions.send_test(letter=letter, key=draft.key, now=now())
        self.message_user(request, _("A test is on its way to your address for notices."))


class DeliveryEventInline(ReadOnly, TabularInline):  # type: ignore[misc]  # Unfold's own clash
    model = DeliveryEvent
    fields = ("at", "kind", "detail", "provider")
    extra = 0


class ForWhat(admin.SimpleListFilter):
    """By the letters of a purpose, of which there are few; the mails themselves are many."""

    title = _("for what")
    parameter_name = "purpose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Purpose.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        if self.value() not in Purpose.values:
            return queryset
        letters = Letter.objects.filter(purpose=self.value()).values_list("pk", flat=True)
        return queryset.filter(letter__in=list(letters))


@admin.register(Message)
class MessageAdmin(ReadOnly, LongList, ModelAdmin):
    list_display = ("to", "letter", "purpose", "state", "reason", "not_before", "sent_at")
    list_filter = ("state", ForWhat, "is_test")
    search_fields = ("contact__email",)
    search_help_text = _("Search by email address")
    list_before_template = "mail/admin_pause.html"  # type: ignore[assignment]  # Unfold's None
    actions = ("take_back",)
    inlines = (DeliveryEventInline,)
    fields = (
        ("to", "letter"),
        ("state", "reason"),
        ("not_before", "not_after", "next_try_at"),
        ("sent_at", "tries", "is_test"),
        "preview_frame",
    )
    readonly_fields = ("to", "preview_frame")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return (
            super().get_queryset(request).select_related("contact", "letter").defer("letter__body")
        )

    def get_urls(self) -> list[URLPattern]:
        body = self.admin_site.admin_view(framed(self.body))
        resume = self.admin_site.admin_view(require_POST(self.resume))
        return [
            path("resume/", resume, name="mail_resume"),
            path("<int:pk>/body/", body, name="mail_message_body"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        known = {"pause": actions.paused(now=now())}
        return super().changelist_view(request, {**(extra_context or {}), **known})

    @admin.display(description=_("to"), ordering="contact__email")
    def to(self, message: Message) -> str:
        return message.contact.email if message.contact else str(_("you"))

    @admin.display(description=_("the letter"))
    def preview_frame(self, message: Message) -> str:
        return frame(reverse("admin:mail_message_body", args=[message.pk]))

    def body(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return in_frame(actions.as_read(get_object_or_404(Message, pk=pk)).html)

    def resume(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        actions.resume(now=now())
        self.message_user(request, _("Sending is tried again with the next mail."))
        return redirect("admin:mail_message_changelist")

    @admin.action(description=_("Take back the chosen mails that are not sent yet"))
    def take_back(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        taken = sum(
            actions.withdraw(key=key, reason=str(_("Taken back by you.")), now=now())
            for key in chosen.values_list("key", flat=True)
        )
        text = ngettext("%d mail was taken back.", "%d mails were taken back.", taken)
        self.message_user(request, text % taken, messages.SUCCESS)


@admin.register(DeliveryEvent)
class DeliveryEventAdmin(ReadOnly, LongList, ModelAdmin):
    list_display = ("at", "kind", "contact", "detail", "provider")
    list_filter = ("kind",)
    list_select_related = ("contact",)
    fields = ("at", "kind", "contact", "provider", "code", "detail", "raw")
