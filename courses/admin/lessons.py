"""Courses, their lessons and the people in them, as the author sees them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from courses import actions
from courses.forms import WORDS, CourseForm, LessonForm
from courses.models import Course, Enrollment, Lesson, Progress
from pulse.clock import now, real_now


class ReadOnly:
    """Rows that only the machine writes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LessonInline(TabularInline):
    """The order and the days between; the text has a page of its own."""

    model = Lesson
    fields = ("position", "title", "delay_days", "state")
    readonly_fields = ("title", "state")
    ordering = ("position", "id")
    extra = 0
    can_delete = False
    show_change_link = True
    tab = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Course)
class CourseAdmin(ModelAdmin):
    form = CourseForm
    list_display = ("title", "state", "send_hour", "people")
    inlines = (LessonInline,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "description", "state")}),
        (
            _("When letters go"),
            {"fields": ("send_days", ("send_hour", "window_hours"), "zone", "holidays", "restart")},
        ),
        (_("What people agree to"), {"fields": ("consent_wording", "consent_confirm")}),
    )

    @admin.display(description=_("people in it"))
    def people(self, course: Course) -> int:
        return course.enrollments.filter(state=Enrollment.State.ACTIVE).count()

    def get_readonly_fields(self, request: HttpRequest, obj: Course | None = None) -> tuple[str]:
        # The consents of people in the course are kept under its short name.
        return ("slug",) if obj else ()  # type: ignore[return-value]  # Django takes any length

    def has_delete_permission(self, request: HttpRequest, obj: Course | None = None) -> bool:
        return obj is not None and not obj.enrollments.exists()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "state" in form.changed_data:
            actions.set_state(course=obj, state=obj.state, now=now())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        actions.look_again(course=form.instance, now=now())


@admin.register(Lesson)
class LessonAdmin(ModelAdmin):
    form = LessonForm
    list_display = ("position", "title", "course", "delay_days", "state", "as_published")
    list_display_links = ("title",)
    list_filter = ("course", "state")
    ordering = ("course", "position")
    actions = ("publish_chosen", "switch_off")
    actions_submit_line = ("publish_it",)  # type: ignore[assignment]  # Unfold's ()
    fieldsets = (
        (None, {"fields": ("course", ("position", "key"), "title", ("state", "as_published"))}),
        (_("The letter"), {"fields": ("subject", "preheader", "body")}),
        (_("When, and for whom"), {"fields": ("delay_days", "send_days", "send_hour", "audience")}),
    )
    readonly_fields = ("state", "as_published")

    @admin.display(description=_("published as it stands here"), boolean=True)
    def as_published(self, lesson: Lesson) -> bool:
        return lesson.state == Lesson.State.PUBLISHED and not lesson.has_changes

    def has_delete_permission(self, request: HttpRequest, obj: Lesson | None = None) -> bool:
        # What people have had stays; such a lesson is switched off instead.
        return obj is not None and not obj.progress.exists()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if set(WORDS) & set(form.changed_data):
            obj.edited_at = now()
        super().save_model(request, obj, form, change)
        actions.look_again(course=obj.course, now=now())

    @action(description=_("Save and publish"))
    def publish_it(self, request: HttpRequest, lesson: Lesson) -> None:
        actions.publish(lesson=lesson, now=now())
        text = _("Published. Whoever has not come to it yet gets it in these words.")
        self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=_("Publish the chosen lessons"))
    def publish_chosen(self, request: HttpRequest, chosen: QuerySet[Lesson]) -> None:
        done = 0
        for lesson in chosen.select_related("course"):
            faults = actions.faults(lesson)
            if faults:
                self.message_user(request, f"{lesson}: {faults[0]}", messages.ERROR)
                continue
            actions.publish(lesson=lesson, now=now())
            done += 1
        text = ngettext("%d lesson was published.", "%d lessons were published.", done)
        self.message_user(request, text % done, messages.SUCCESS)

    @admin.action(description=_("Switch the chosen lessons off"))
    def switch_off(self, request: HttpRequest, chosen: QuerySet[Lesson]) -> None:
        for lesson in chosen.select_related("course"):
            actions.unpublish(lesson=lesson, now=now())
        self.message_user(
            request, _("Switched off. Whoever would have come to them goes on with the next one.")
        )


class ProgressInline(ReadOnly, TabularInline):  # type: ignore[misc]  # Unfold's own clash
    model = Progress
    fields = ("lesson", "outcome", "why", "at")
    extra = 0


@admin.register(Enrollment)
class EnrollmentAdmin(ReadOnly, ModelAdmin):
    list_display = ("contact", "course", "state", "next_lesson", "due_at")
    list_filter = ("state", "course")
    list_select_related = ("contact", "course", "next_lesson")
    search_fields = ("contact__email",)
    search_help_text = _("Search by email address")
    show_full_result_count = False
    inlines = (ProgressInline,)
    fields = (
        ("contact", "course"),
        ("state", "paused_until"),
        ("next_lesson", "why_not_yet"),
        ("first_name", "zone", "booked"),
        ("created_at", "confirmed_at", "left_at", "finished_at"),
    )
    readonly_fields = ("why_not_yet",)

    @admin.display(description=_("may it go now, and if not, why?"))
    def why_not_yet(self, enrollment: Enrollment) -> str:
        answer = actions.why(enrollment, now=now(), real_now=real_now())
        rows = [("→", answer.due_words)] if answer.due_words else []
        rows += [("✓" if gate.open else "✗", gate.sentence) for gate in answer.gates]
        return format_html_join("", "<div>{} {}</div>", rows)
