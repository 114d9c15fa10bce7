"""The history of changes: written by every page of the admin, edited by nobody."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from practice.lists import LongList


@admin.register(LogEntry)
class HistoryAdmin(LongList, ModelAdmin):
    list_display = ("action_time", "user", "what", "object_repr", "how")
    list_display_links = None
    ordering = ("-pk",)
    list_filter = ("action_flag", "user")
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr",)
    fields = ("action_time", "user", "what", "object_repr", "how")
    readonly_fields = ("what", "how")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    @admin.display(description=_("what"), ordering="content_type")
    def what(self, entry: LogEntry) -> str:
        model = entry.content_type.model_class() if entry.content_type else None
        return str(model._meta.verbose_name) if model else ""

    @admin.display(description=_("how"))
    def how(self, entry: LogEntry) -> str:
        return entry.get_change_message() or str(entry.get_action_flag_display())
