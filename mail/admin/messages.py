"""Mails as the author sees them. What the machine made is read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from health.clock import now
from mail import actions
from mail.actions.preview import as_told
from mail.admin.reports import DeliveryEventInline
from mail.models import Message, MessageState, Purpose, in_state
from mail.preview_frame import frame, framed, in_frame
from practice.admin_base import DeskAdmin, ReadOnly
from practice.changelist import ByPerson
from practice.confirm_action import asked_first
from practice.permissions import SEE_ANSWERS, needs


class ForWhat(admin.SimpleListFilter):
    """By purpose."""

    title = _("for what")
    parameter_name = "purpose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Purpose.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        value = self.value()
        return queryset.filter(purpose=value) if value in Purpose.values else queryset


class WhereItIs(admin.SimpleListFilter):
    """By state."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return MessageState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        value = self.value()
        return queryset.filter(in_state(value)) if value in MessageState.values else queryset


@admin.register(Message)
class MessageAdmin(ReadOnly, ByPerson, DeskAdmin):
    list_display = ("to", "letter", "purpose", "state", "reason", "not_before", "sent_at")
    list_filter = (WhereItIs, ForWhat, "offer", "is_test")
    list_before_template = "mail/admin_pause.html"  # type: ignore[assignment]  # Unfold's None
    actions = ("take_back",)
    inlines = (DeliveryEventInline,)
    fields = (
        ("to", "letter", "offer"),
        ("state", "reason"),
        ("not_before", "not_after", "next_try_at"),
        ("sent_at", "tries", "is_test"),
        "preview_frame",
    )
    readonly_fields = ("to", "preview_frame")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        sees_answers = request.user.has_perm(SEE_ANSWERS)
        rows: Any = super().get_queryset(request)
        seen: QuerySet[Message] = rows.seen_by(sees_answers=sees_answers)
        return seen.select_related("contact", "letter", "offer").defer("letter__body")

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
        extra = {"pause": actions.paused(now=now())}
        return super().changelist_view(request, {**(extra_context or {}), **extra})

    @admin.display(description=_("to"), ordering="contact__email")
    def to(self, message: Message) -> str:
        return message.contact.email if message.contact else str(_("you"))

    @admin.display(description=_("the letter, without what only their answers chose"))
    def preview_frame(self, message: Message) -> str:
        return frame(reverse("admin:mail_message_body", args=[message.pk]))

    @needs("mail.view_message")
    def body(self, request: HttpRequest, pk: int) -> HttpResponse:
        sees_answers = request.user.has_perm(SEE_ANSWERS)
        rows = Message.objects.seen_by(sees_answers=sees_answers)
        message = get_object_or_404(rows.select_related("contact", "letter"), pk=pk)
        return in_frame(as_told(message, sees_answers=sees_answers).page)

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """Who may only look at mails stops none and starts none."""
        return request.user.has_perm("mail.change_message")

    @needs("mail.change_message")
    def resume(self, request: HttpRequest) -> HttpResponse:
        actions.resume(now=now())
        self.message_user(request, _("Sending is tried again with the next mail."))
        return redirect("admin:mail_message_changelist")

    @admin.action(
        description=_("Take back the chosen mails that are not sent yet"), permissions=["settle"]
    )
    @asked_first("Take %d mail back, if it has not gone?", "Take %d mails back that have not gone?")
    def take_back(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        taken = sum(
            actions.withdraw(key=key, reason=str(_("Taken back by you.")), now=now())
            for key in chosen.values_list("key", flat=True)
        )
        text = ngettext("%d mail was taken back.", "%d mails were taken back.", taken)
        self.message_user(request, text % taken, messages.SUCCESS)
