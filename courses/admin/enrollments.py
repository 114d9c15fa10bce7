"""People in courses: where they stand, why not yet, what happened; read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import BooleanField, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from courses import actions
from courses.forms.rehearsal import OF_PEOPLE
from courses.models import Enrollment, LastWord
from courses.wording import moment_words
from health.clock import now, real_now
from practice.admin_base import DeskAdmin, ReadOnly
from practice.changelist import ByPerson, LongList
from practice.permissions import SEE_ANSWERS


@admin.register(Enrollment)
class EnrollmentAdmin(ReadOnly, ByPerson, DeskAdmin):
    list_display = ("contact", "course", "state", "next_lesson", "due_at")
    list_filter = ("state", "course__offer", "course")
    linked_columns = ("finished_at",)  # the numbers on Home
    list_select_related = ("contact", "course", "next_lesson__published", "next_lesson__letter")
    fields = (
        ("contact", "course"),
        ("state", "paused_until"),
        ("next_lesson", "why_not_yet"),
        ("first_name", "zone", "booked"),
        "how_often",
        ("created_at", "confirmed_at", "left_at", "finished_at"),
        "timeline",
    )
    readonly_fields = ("next_told", "how_often", "why_not_yet", "timeline")
    actions_detail = ("rehearse",)  # type: ignore[assignment]  # Unfold's ()

    def get_queryset(self, request: HttpRequest) -> Any:
        """Each row with whether who looks may see answers: columns are told no request."""
        rows = super().get_queryset(request).select_related(*self.list_select_related)
        sees_answers = Value(request.user.has_perm(SEE_ANSWERS), BooleanField())
        return rows.defer("next_lesson__letter__body").annotate(sees_answers=sees_answers)

    def get_list_display(self, request: HttpRequest) -> Any:
        return tuple(self.as_seen(request, name) for name in super().get_list_display(request))

    def get_fields(self, request: HttpRequest, obj: Enrollment | None = None) -> Any:
        return [
            tuple(self.as_seen(request, part) for part in name) if isinstance(name, tuple) else name
            for name in super().get_fields(request, obj)
        ]

    def as_seen(self, request: HttpRequest, name: str) -> str:
        hidden = name == "next_lesson" and not request.user.has_perm(SEE_ANSWERS)
        return "next_told" if hidden else name

    # Not to be sorted by: an order would tell what the column does not.
    @admin.display(description=_("next lesson"))
    def next_told(self, enrollment: Any) -> str:
        lesson = enrollment.next_lesson
        return str(lesson) if lesson and not lesson.is_for_some else "–"

    @admin.display(description=_("how often"))
    def how_often(self, enrollment: Any) -> str:
        return str(enrollment.pace_words)

    @admin.display(description=_("may it go now, and if not, why?"))
    def why_not_yet(self, enrollment: Any) -> str:
        sees_answers = enrollment.sees_answers
        answer = actions.why(enrollment, sees_answers=sees_answers, now=now(), real_now=real_now())
        rows = [("→", answer.due_words)] if answer.due_words else []
        rows += [("✓" if gate.open else "✗", gate.sentence) for gate in answer.gates]
        return format_html_join("", "<div>{} {}</div>", rows)

    @admin.display(description=_("what happened, newest first"))
    def timeline(self, enrollment: Any) -> str:
        zone = enrollment.reader_zone
        lines = actions.timeline(enrollment, sees_answers=enrollment.sees_answers)
        rows = [(moment_words(at, zone), words) for at, words in lines]
        return format_html_join("", "<div>{}: {}</div>", rows)

    @action(
        description=_("Rehearse the rest"),
        url_path="rehearse",
        permissions=["courses.view_course", *OF_PEOPLE],
    )
    def rehearse(self, request: HttpRequest, object_id: int) -> HttpResponse:
        place = get_object_or_404(Enrollment, pk=object_id)
        page = reverse("admin:courses_course_rehearsal", args=[place.course_id])
        return redirect(f"{page}?place={place.uid}")


@admin.register(LastWord)
class LastWordAdmin(ReadOnly, LongList, DeskAdmin):
    """What readers said of a whole course."""

    list_display = ("at", "enrollment", "tried", "wrong")
    ordering = ("-pk",)
    list_filter = ("tried", "enrollment__course")
    list_select_related = ("enrollment__contact", "enrollment__course")
    fields = ("at", "enrollment", "tried", "wrong")
