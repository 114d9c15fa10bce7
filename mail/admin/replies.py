"""Replies as the author sees them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from health.clock import now
from mail import actions
from mail.models import Reply
from practice.admin_base import DeskAdmin
from practice.changelist import LongList
from practice.confirm_action import asked_first


@admin.register(Reply)
class ReplyAdmin(LongList, DeskAdmin):
    list_display = ("contact", "subject", "at", "answered_at", "is_doubtful")
    list_filter = ("answered_at",)
    list_select_related = ("contact",)
    actions = ("mark_answered",)

    def get_fields(self, request: HttpRequest, obj: Reply | None = None) -> Any:
        fields = ["contact", "subject", "text", "at", "answered_at"]
        return ["warning", *fields] if obj and obj.is_doubtful else fields

    @admin.display(description=_("who wrote this?"))
    def warning(self, _reply: Reply) -> str:
        return actions.doubt()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reply | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Reply | None = None) -> bool:
        return False

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("mail.change_reply")

    @admin.action(description=_("Mark the chosen replies as answered"), permissions=["settle"])
    @asked_first("Mark %d reply as answered?", "Mark %d replies as answered?")
    def mark_answered(self, request: HttpRequest, chosen: QuerySet[Reply]) -> None:
        count = sum(actions.mark_answered(reply=reply, now=now()) for reply in chosen)
        text = ngettext("%d reply is answered.", "%d replies are answered.", count)
        self.message_user(request, text % count, messages.SUCCESS)
