"""Lessons: written, previewed, published, switched off; never behind the author's back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses import actions
from courses.admin.forecast import foreseen
from courses.forms import LessonColumns
from courses.forms.rehearsal import OF_PEOPLE, reader_asked
from courses.models import Course, Lesson
from health.clock import now
from mail.preview_frame import frame, framed, in_frame
from practice.permissions import needs
from publishing import actions as publishing
from publishing.admin_base import DocumentAdmin
from publishing.forms import BASE, box
from writing.errors import Refused

COLUMNS = ("course", "position", "key", "delay_days", "send_days", "send_hour")


@admin.register(Lesson)
class LessonAdmin(DocumentAdmin):
    columns_shown = COLUMNS
    column_form = LessonColumns
    free_column = "key"
    free_within = ("course",)
    free_ending = "-copy"
    published_words = _("Published. Whoever has not come to it yet gets it in these words.")
    list_display = (
        "position",
        "title_shown",
        "course",
        "delay_days",
        "state",
        "as_published",
        "whose_words",
    )
    list_display_links = ("title_shown",)
    list_select_related = ("course",)
    list_filter = ("course", "state")
    search_fields = ("key",)
    ordering = ("course", "position")
    actions = ("publish_chosen", "switch_off")
    readonly_fields = ("state", "as_published", "preview_frame")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        state = ("state", "as_published")
        top = (BASE, "course", ("position", "key"), box("title"), state)
        times = ("delay_days", "send_days", "send_hour")
        return (
            (None, {"fields": top}),
            (_("The letter"), {"fields": (box("subject"), box("preheader"), box("text"))}),
            (_("The reader's sheet"), {"fields": (box("line"), box("line_help"))}),
            (_("When, and for whom"), {"fields": (*times, box("audience"), box("rests_on"))}),
            (_("Preview"), {"fields": ("preview_frame",)}),
        )

    @admin.display(description=_("title"), ordering="draft__title")
    def title_shown(self, lesson: Lesson) -> str:
        return lesson.title

    @admin.display(description=_("published as it stands here"), boolean=True)
    def as_published(self, lesson: Lesson) -> bool:
        return lesson.state == Lesson.State.PUBLISHED and not lesson.has_changed

    def has_delete_permission(self, request: HttpRequest, obj: Lesson | None = None) -> bool:
        # What people have had, or are waiting for, stays; such a lesson is switched off instead.
        is_used = obj is None or obj.state == Lesson.State.PUBLISHED or obj.progress.exists()
        return not is_used and super().has_delete_permission(request, obj)

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Lesson | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"key": (box("title"),)}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new lesson stands last in the course it is for."""
        wanted = request.GET.get("course", "")
        courses = Course.objects.filter(pk=wanted) if wanted.isdecimal() else Course.objects.all()
        course = courses.order_by("pk").first()
        last = course.lessons.order_by("position").last() if course else None
        return {"course": course, "position": last.position + 1 if last else 1}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        actions.look_again(course=obj.course, now=now())

    def for_copy(self, document: Lesson) -> dict[str, Any]:
        state = Lesson.State.OFF if document.is_off else Lesson.State.DRAFT
        return super().for_copy(document) | {"state": state}

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks as every text does; who would be touched is asked about once more."""
        running = list(Course.objects.filter(lessons__pk=pk))
        return foreseen(request, running, lambda: super(LessonAdmin, self).publish(request, pk))

    @admin.action(description=_("Publish the chosen lessons"), permissions=["change"])
    def publish_chosen(self, request: HttpRequest, chosen: QuerySet[Lesson]) -> None:
        done = 0
        for lesson in chosen.select_related("course"):
            try:
                publishing.publish(lesson, by=request.user, now=now())
            except publishing.NotReady as refused:
                _row, finding = refused.findings[0]
                self.message_user(request, f"{lesson}: {finding.message}", messages.ERROR)
            else:
                done += 1
        if done:
            text = ngettext("%d lesson was published.", "%d lessons were published.", done)
            self.message_user(request, text % done, messages.SUCCESS)

    @admin.action(description=_("Switch the chosen lessons off"), permissions=["change"])
    def switch_off(self, request: HttpRequest, chosen: QuerySet[Lesson]) -> None:
        for lesson in chosen.select_related("course"):
            actions.unpublish(lesson=lesson, now=now())
        self.message_user(
            request, _("Switched off. Whoever would have come to them goes on with the next one.")
        )

    def response_action(
        self,
        request: HttpRequest,
        queryset: QuerySet[Lesson],
        action_location: ActionLocation = ActionLocation.CHANGE_LIST,
    ) -> HttpResponse | None:
        running = list(Course.objects.filter(lessons__in=queryset).distinct())

        def change() -> HttpResponse | None:
            return super(LessonAdmin, self).response_action(request, queryset, action_location)

        return foreseen(request, running, change)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        running = list(Course.objects.filter(lessons__pk=object_id)) if object_id else []

        def change() -> HttpResponse:
            return super(LessonAdmin, self).changeform_view(
                request, object_id, form_url, extra_context
            )

        return foreseen(request, running, change)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(framed(self.preview))
        own = path("<int:pk>/preview/", view, name="courses_lesson_preview")
        return [own, *super().get_urls()]

    @admin.display(description=_("as a reader sees it"))
    def preview_frame(self, lesson: Lesson) -> str:
        """The draft for one sample person, and links to the draft for the others."""
        if lesson.pk is None:
            return "–"
        address = reverse("admin:courses_lesson_preview", args=[lesson.pk])
        people = [(address, key, name) for key, name in actions.samples(lesson.belongs_to).items()]
        others = format_html_join(
            " · ",
            '<a href="{}?reader={}" target="_blank" rel="noopener">{}</a>',
            people,
        )
        shown = frame(f"{address}?reader={people[0][1]}") if people else ""
        return format_html("<p>{}</p>{}", others, shown)

    @needs("courses.view_lesson")
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The draft, or with `sent` the published words, for a sample or a real person."""
        lesson = get_object_or_404(Lesson.objects.select_related("letter", "course"), pk=pk)
        if "place" in request.GET and not request.user.has_perms(OF_PEOPLE):
            raise PermissionDenied
        reader = reader_asked(request.GET, offer=lesson.course.offer_id, now=now())
        try:
            if "sent" in request.GET and lesson.letter:
                return in_frame(actions.as_sent(lesson, reader).page)
            return in_frame(actions.draft(lesson, reader).page)
        except Refused as refused:
            text = "\n".join(str(fault) for fault in refused.faults)
            return HttpResponse(text, content_type="text/plain; charset=utf-8")
