"""Health, read-only: which processes run and when each regular check was last done."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from pulse.models import Heartbeat, Tick


class Seen(ModelAdmin):
    """A list to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Heartbeat)
class HeartbeatAdmin(Seen):
    list_display = ("kind", "worker", "started_at", "beat_at")


@admin.register(Tick)
class TickAdmin(Seen):
    list_display = ("name", "started_at", "finished_at", "count", "error")
