"""The history of changes: written by every page of the admin, edited by nobody."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from desk.models import AuditEntry
from practice.admin_base import DeskAdmin
from practice.changelist import LongList

DONE = {ADDITION: _("added"), CHANGE: _("changed"), DELETION: _("deleted")}


class HowFilter(admin.SimpleListFilter):
    title = _("how")
    parameter_name = "how"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return list(DONE.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = next((flag for flag in DONE if str(flag) == self.value()), None)
        return queryset.filter(action_flag=chosen) if chosen else queryset


@admin.register(AuditEntry)
class HistoryAdmin(LongList, DeskAdmin):
    list_display = ("when", "who", "what", "which", "how")
    list_display_links = None
    ordering = ("-pk",)
    list_filter = (HowFilter, "user")
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr",)
    fields = ("when", "who", "what", "which", "how")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    @admin.display(description=_("when"), ordering="action_time")
    def when(self, entry: AuditEntry) -> datetime:
        return entry.action_time

    @admin.display(description=_("who"), ordering="user")
    def who(self, entry: AuditEntry) -> str:
        return entry.user.get_full_name() or entry.user.get_username()

    @admin.display(description=_("which"), ordering="object_repr")
    def which(self, entry: AuditEntry) -> str:
        return entry.object_repr

    @admin.display(description=_("what"), ordering="content_type")
    def what(self, entry: AuditEntry) -> str:
        model = entry.content_type.model_class() if entry.content_type else None
        return str(model._meta.verbose_name) if model else ""

    @admin.display(description=_("how"))
    def how(self, entry: AuditEntry) -> str:
        return entry.get_change_message() or str(DONE.get(entry.action_flag, ""))
