"""A course: its timetable, its lessons in order, its rehearsal, test drive and numbers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action

from courses import actions, schedule
from courses.actions import LessonPreview
from courses.admin.forecast import foreseen
from courses.forms import CourseForm
from courses.forms.rehearsal import OF_PEOPLE, RehearsalForm
from courses.models import Course, Enrollment, Lesson
from health.clock import now
from practice.admin_base import DeskAdmin
from practice.changelist import NamedBoxes, OpenedByTitle
from practice.permissions import needs

COPYING = ("courses.view_course", "courses.add_course")
COPIED = _(
    "This is the copy of “%(course)s”, with drafts of its lessons. "
    "Publish its lessons, then choose “open” under “State”."
)
NUMBERS = ("courses.view_course", "courses.view_enrollment")


class LessonInline(  # type: ignore[misc]  # Unfold's own clash
    OpenedByTitle, NamedBoxes, TabularInline
):
    """The order and the days between; the text has a page of its own."""

    model = Lesson
    fields = ("open_it", "delay_days", "state", "position")
    readonly_fields = ("open_it", "state")
    ordering = ("position", "id")
    ordering_field = "position"  # type: ignore[assignment]  # Unfold's None
    hide_ordering_field = True
    extra = 0
    can_delete = False
    tab = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Course)
class CourseAdmin(DeskAdmin):
    form = CourseForm
    list_display = ("title", "offer", "state", "hour", "people")
    list_select_related = ("offer",)
    list_filter = ("offer",)
    inlines = (LessonInline,)
    actions_detail = ("rehearse", "count", "copy_page")  # type: ignore[assignment]  # Unfold's ()
    fieldsets = (
        (None, {"fields": ("title", "slug", "description", "offer", "state")}),
        (
            _("When letters go"),
            {
                "fields": (
                    "send_days",
                    ("send_hour", "window_hours"),
                    "zone",
                    "holidays",
                    "paces",
                    "restart",
                    "then",
                    "at_its_end",
                )
            },
        ),
        (_("Tags"), {"fields": (("tag_joined", "tag_finished"),)}),
        (_("What people agree to"), {"fields": ("consent_wording", "consent_confirm")}),
    )

    @admin.display(description=_("send at"))
    def hour(self, course: Course) -> str:
        return f"{course.send_hour}:00"

    @admin.display(description=_("people in it"))
    def people(self, course: Course) -> int:
        return course.enrollments.filter(state=Enrollment.State.ACTIVE).count()

    @admin.display(description=_("at its end"))
    def at_its_end(self, course: Course) -> str:
        """What its last letters leave unasked, each with its lesson."""
        ends = actions.silent_ends(course) if course.pk else []
        if not ends:
            return str(_("Whoever gets a last letter is asked what may come after it."))
        lines = (
            (reverse("admin:courses_lesson_change", args=[lesson.pk]), lesson, words)
            for lesson, words in ends
        )
        listed = format_html_join("", '<li><a href="{}">{}</a>: {}</li>', lines)
        return format_html('<div class="desk"><ul class="desk-list">{}</ul></div>', listed)

    def get_readonly_fields(self, request: HttpRequest, obj: Course | None = None) -> Any:
        # The consents of people in the course are kept under its short name.
        return ("slug", "at_its_end") if obj else ("at_its_end",)

    def has_delete_permission(self, request: HttpRequest, obj: Course | None = None) -> bool:
        is_used = obj is None or obj.enrollments.exists()
        return not is_used and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "state" in form.changed_data:
            actions.set_state(course=obj, state=obj.state, now=now())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Only what the table shows: a lesson's words may have been saved since it was read."""
        for lesson in formset.save(commit=False):
            lesson.save(update_fields=("position", "delay_days"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        actions.look_again(course=form.instance, now=now())

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/rehearsal/", wrap(self.rehearsal), name="courses_course_rehearsal"),
            path("<int:pk>/numbers/", wrap(self.numbers), name="courses_course_numbers"),
            path("<int:pk>/copy/", wrap(self.copy), name="courses_course_copy"),
        ]
        return [*own, *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        running = list(Course.objects.filter(pk=object_id)) if object_id else []

        def change() -> HttpResponse:
            return super(CourseAdmin, self).changeform_view(
                request, object_id, form_url, extra_context
            )

        return foreseen(request, running, change)

    @action(description=_("Rehearse"), url_path="rehearse", permissions=["courses.view_course"])
    def rehearse(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect("admin:courses_course_rehearsal", object_id)

    @action(description=_("Numbers"), url_path="count", permissions=NUMBERS)
    def count(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect("admin:courses_course_numbers", object_id)

    @action(description=_("Copy"), url_path="to-copy", permissions=COPYING)
    def copy_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect("admin:courses_course_copy", object_id)

    @needs(*COPYING)
    def copy(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks, then makes a copy with drafts of the same lessons."""
        course = get_object_or_404(Course, pk=pk)
        if request.method == "POST":
            made = actions.copy_course(course, by=request.user, now=now())
            messages.success(request, COPIED % {"course": course})
            return redirect("admin:courses_course_change", made.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Copy “%s”") % course,
            "opts": self.opts,
            "document": course,
            "back": reverse("admin:courses_course_change", args=[pk]),
        }
        return TemplateResponse(request, "publishing/copy.html", context)

    @needs("courses.view_course", act="courses.change_course")
    def rehearsal(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole course on a pretend clock; a POST sends it to the author as a test."""
        course = get_object_or_404(Course, pk=pk)
        of_people = request.user.has_perms(OF_PEOPLE)
        given = request.POST or request.GET or None
        form = RehearsalForm(given, course=course, of_people=of_people)
        lines: list[LessonPreview] = []
        refused = ""
        if form.is_valid():
            if request.method == "POST":
                sent = actions.drive(course=course, reader=form.reader(), now=now())
                text = _("%(n)d tests are on their way to your address for notices, one a minute.")
                messages.success(request, text % {"n": len(sent)})
                return redirect("admin:courses_course_rehearsal", pk)
            try:
                lines = form.lines()
            except schedule.NeverOpens:
                refused = str(_("This timetable has no day on which a letter could go."))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Rehearsal"),
            "course": course,
            "form": form,
            "may_send": self.has_change_permission(request, course),
            "lines": lines,
            "refused": refused,
            "preview_for": urlencode(form.letters_of()) if lines else "",
        }
        return TemplateResponse(request, "courses/admin_rehearsal.html", context)

    @needs(*NUMBERS)
    def numbers(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who asked, confirmed, read on, wrote back, booked, left."""
        course = get_object_or_404(Course, pk=pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Numbers"),
            "course": course,
            "funnel": actions.funnel(course),
        }
        return TemplateResponse(request, "courses/admin_numbers.html", context)
