"""The author's rules: kinds of meeting, hours, time off, other calendars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import ForeignKey, TimeField
from django.forms import TimeInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateformat import format as formatted
from django.utils.formats import time_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.widgets import BASE_CLASSES

from assessments.models import Assessment
from consultations import tasks
from consultations.actions.copy_meeting import copy_meeting
from consultations.models import Availability, DateHours, Feed, Meeting, TimeOff
from health.clock import now
from health.wake import wake
from practice.admin_base import DeskAdmin
from practice.confirm_action import SURE, question_page


@admin.register(Meeting)
class MeetingAdmin(DeskAdmin):
    list_display = ("title", "offer", "minutes", "place", "fee", "active")
    list_select_related = ("offer",)
    prepopulated_fields = {"key": ("title",)}
    actions_detail = ("copy_it",)  # type: ignore[assignment]  # Unfold's ()
    fieldsets = (
        (
            _("What it is"),
            {
                "fields": (
                    *("title", "key", "offer", "for_whom", "own_words", "description"),
                    *("minutes", "place", "video_link", "phone", "fee", "is_not"),
                )
            },
        ),
        (
            _("If it is paid for by a link of yours"),
            {"fields": ("payment_link", "pay_when")},
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
        (_("After it is booked"), {"fields": ("change_notice_hours", "remind_hours", "tag")}),
        (_("Questions of your own"), {"fields": ("intake",)}),
    )

    @action(description=_("Make a copy"), permissions=["consultations.add_meeting"])
    def copy_it(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Asks, then opens the copy."""
        meeting = get_object_or_404(Meeting, pk=object_id)
        here = reverse("admin:consultations_meeting_change", args=[object_id])
        if SURE not in request.POST:
            question = gettext("Make a copy, with everything in it?")
            return question_page(self, request, [meeting], question, 1, back=here)
        made = copy_meeting(meeting)
        self.log_addition(request, made, gettext("A copy of “%s”.") % meeting)
        words = gettext("This is the copy of “%s”. Nobody can book it until you say so below.")
        messages.success(request, words % meeting)
        return redirect("admin:consultations_meeting_change", made.pk)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Only what has no scales and no readings can be asked here."""
        if db_field.name == "intake":
            scored = Assessment.objects.with_result().values("pk")
            kwargs["queryset"] = Assessment.objects.exclude(pk__in=scored)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


CLOCK = TimeInput(
    format="%H:%M",
    attrs={
        "type": "time",
        "step": 300,
        "class": " ".join((*BASE_CLASSES, "clock", "w-full", "max-w-48", "px-2", "py-2")),
    },
)


class HoursAdmin(DeskAdmin):
    """Rows with clock times, to the minute."""

    sortable_by = ()

    class Media:
        css: ClassVar = {"all": ("consultations/desk.css",)}

    formfield_overrides: ClassVar[Mapping[Any, Any]] = {TimeField: {"widget": CLOCK}}


@admin.register(Availability)
class AvailabilityAdmin(HoursAdmin):
    list_display = ("weekday", "start", "end")
    list_display_links = ("weekday",)
    list_editable = ("start", "end")


@admin.register(DateHours)
class DateHoursAdmin(HoursAdmin):
    list_display = ("date", "hours")
    date_hierarchy = "day"
    fieldsets = (
        (
            None,
            {
                "fields": ("day", "start", "end"),
                "description": _(
                    "On this date these hours count instead of the weekly ones. Leave both times "
                    "empty to close the whole day. For two stretches, add the date twice."
                ),
            },
        ),
    )

    @admin.display(description=_("date"), ordering="day")
    def date(self, row: DateHours) -> str:
        return formatted(row.day, gettext("D, M j, Y"))

    @admin.display(description=_("open"))
    def hours(self, row: DateHours) -> str:
        if row.start is None or row.end is None:
            return gettext("closed all day")
        return f"{time_format(row.start)} – {time_format(row.end)}"


@admin.register(TimeOff)
class TimeOffAdmin(HoursAdmin):
    list_display = ("first_day", "last_day", "start", "end", "reason")
    fieldsets = (
        (
            None,
            {
                "fields": ("first_day", "last_day", "start", "end", "reason"),
                "description": _(
                    "Nothing can be booked from the first day to the last, both included. Without "
                    "times they are whole days. What is booked already stays; move or cancel it."
                ),
            },
        ),
    )


@admin.register(Feed)
class FeedAdmin(DeskAdmin):
    """A calendar is read by a worker right after saving: no page waits for somebody's server."""

    list_display = ("name", "active", "outcome")
    fields = ("name", "address", "active", "outcome", "checked_at", "good_at", "busy_stretches")
    readonly_fields = ("outcome", "checked_at", "good_at", "busy_stretches")

    @admin.display(description=_("how it stands"))
    def outcome(self, feed: Feed) -> str:
        if not feed.active:
            return gettext("Not in use")
        if feed.is_being_checked:
            return gettext("Being checked. Load this page again in a moment.")
        return feed.problem or gettext("Can be read")

    @admin.display(description=_("what we keep of it"))
    def busy_stretches(self, feed: Feed) -> str:
        return ngettext("%(n)d busy stretch", "%(n)d busy stretches", len(feed.busy)) % {
            "n": len(feed.busy)
        }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "address" in form.changed_data:
            obj.busy, obj.good_at = [], None
        obj.problem, obj.checked_at, obj.next_check_at = "", None, now()
        super().save_model(request, obj, form, change)
        if obj.active:
            # A worker that is quicker than this commit would read the feed as it was.
            transaction.on_commit(lambda: wake(tasks.refresh_feeds))
            messages.info(request, _("The calendar is being checked. How it went stands here."))
