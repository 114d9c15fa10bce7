"""The author's rules: kinds of meeting, hours, time off, other calendars."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from assessments.models import Assessment
from consultations import actions
from consultations.models import Availability, DateHours, Feed, Meeting, TimeOff
from pulse.clock import now


@admin.register(Meeting)
class MeetingAdmin(ModelAdmin):
    list_display = ("title", "minutes", "place", "fee", "active")
    prepopulated_fields = {"key": ("title",)}
    fieldsets = (
        (
            _("What it is"),
            {"fields": ("title", "key", "description", "minutes", "place", "video_link", "fee")},
        ),
        (
            _("When it can be booked"),
            {
                "fields": (
                    "active",
                    "position",
                    "every_minutes",
                    "buffer_before",
                    "buffer_after",
                    "notice_hours",
                    "horizon_days",
                    "per_day",
                    "per_week",
                )
            },
        ),
        (_("After it is booked"), {"fields": ("change_notice_hours", "remind_hours")}),
        (_("Questions of your own"), {"fields": ("intake",)}),
    )

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Only what has no scales and no readings can be asked here."""
        if db_field.name == "intake":
            scored = Assessment.objects.with_result().values("pk")
            kwargs["queryset"] = Assessment.objects.exclude(pk__in=scored)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Availability)
class AvailabilityAdmin(ModelAdmin):
    list_display = ("weekday", "start", "end")
    list_display_links = ("weekday",)
    list_editable = ("start", "end")


@admin.register(DateHours)
class DateHoursAdmin(ModelAdmin):
    list_display = ("day", "start", "end")
    date_hierarchy = "day"


@admin.register(TimeOff)
class TimeOffAdmin(ModelAdmin):
    list_display = ("first_day", "last_day", "start", "end", "reason")


@admin.register(Feed)
class FeedAdmin(ModelAdmin):
    """A calendar is read at once after saving, so that a wrong address is seen here."""

    list_display = ("name", "active", "good_at", "problem")
    fields = ("name", "address", "active", "checked_at", "good_at", "problem", "kept")
    readonly_fields = ("checked_at", "good_at", "problem", "kept")

    @admin.display(description=_("what we keep of it"))
    def kept(self, feed: Feed) -> str:
        return ngettext("%(n)d busy stretch", "%(n)d busy stretches", len(feed.busy)) % {
            "n": len(feed.busy)
        }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "address" in form.changed_data:
            obj.busy, obj.good_at = [], None
        obj.problem, obj.next_check_at = "", now()
        super().save_model(request, obj, form, change)
        if obj.active:
            actions.refresh(feed=obj, now=now())
            obj.refresh_from_db()
            if obj.problem:
                messages.warning(request, f"{obj}: {obj.problem}")
