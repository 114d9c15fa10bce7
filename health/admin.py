"""Health, read-only: which processes run and when each regular check was last done."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from health.labels import KINDS, REGULAR
from health.models import Counter, Heartbeat, Tick

PAGES = {
    "page.landing": _("first page seen"),
    "page.start": _("assessment's first page seen"),
    "page.result": _("result seen"),
    "guide.read": _("guide read on the web"),
    "guide.file": _("guide's file fetched"),
}


class Seen(ModelAdmin):
    """A list to look at."""

    list_display_links = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Heartbeat)
class HeartbeatAdmin(Seen):
    list_display = ("what", "started_at", "beat_at")
    fields = list_display
    readonly_fields = ("what",)

    @admin.display(description=_("process"), ordering="kind")
    def what(self, beat: Heartbeat) -> str:
        return str(KINDS.get(beat.kind, beat.kind))


@admin.register(Tick)
class TickAdmin(Seen):
    list_display = ("what", "finished_at", "count", "went_well")
    fields = ("what", "started_at", "finished_at", "count", "error")
    readonly_fields = ("what",)

    @admin.display(description=_("what"), ordering="name")
    def what(self, tick: Tick) -> str:
        return str(REGULAR.get(tick.name, tick.name))

    @admin.display(description=_("went well"), boolean=True)
    def went_well(self, tick: Tick) -> bool:
        return not tick.error


@admin.register(Counter)
class CounterAdmin(Seen):
    list_display = ("day", "what", "count")
    fields = list_display
    readonly_fields = ("what",)
    list_filter = ("name",)
    date_hierarchy = "day"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Counter]:
        """Without clicks on links, which are shown beside their letter."""
        return super().get_queryset(request).exclude(name__startswith="click")

    @admin.display(description=_("what"), ordering="name")
    def what(self, counter: Counter) -> str:
        return str(PAGES.get(counter.name, counter.name))
