"""Courses and their lessons: the author's drafts and the timetable they go by."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.actions import named_axes
from courses.plan import Card, Plan, holidays_in
from courses.schedule import WEEKDAYS, Timetable
from mail.models import Letter
from practice.models import validate_zone
from writing import audience
from writing.faults import Refused

WORKDAYS = WEEKDAYS[:5]


def workdays() -> list[str]:
    return list(WORKDAYS)


def validate_days(value: object) -> None:
    """Refuse what is no list of weekdays."""
    if not isinstance(value, list) or not set(value) <= set(WEEKDAYS):
        raise ValidationError(_("Choose from mon, tue, wed, thu, fri, sat, sun."))


def validate_holidays(value: str) -> None:
    """Refuse a line that is no date."""
    try:
        holidays_in(value)
    except ValueError as error:
        raise ValidationError(_("One date a line, such as 2026-12-25.")) from error


def validate_audience(value: str) -> None:
    """Refuse a rule that cannot be read, saying what may stand there."""
    try:
        audience.read(value)
    except Refused as refused:
        raise ValidationError([fault.message for fault in refused.faults]) from refused


class CourseQuerySet(models.QuerySet["Course"]):
    def offered(self) -> CourseQuerySet:
        """Courses that take new people and have something to send."""
        ready = Lesson.objects.published().filter(course=models.OuterRef("pk"))
        return self.filter(models.Exists(ready), state=Course.State.OPEN)


class Course(models.Model):
    """Lessons on a timetable."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed: takes no new people, goes on for those in it")
        PAUSED = "paused", _("paused: you are away, nobody gets a lesson")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    send_days = models.JSONField(_("send on"), default=workdays, validators=[validate_days])
    send_hour = models.PositiveSmallIntegerField(
        _("send at"), default=9, validators=[MaxValueValidator(23)]
    )
    window_hours = models.PositiveSmallIntegerField(
        _("for how many hours"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text=_("A lesson that could not go in this time waits for the next send day."),
    )
    zone = models.CharField(
        _("time zone, where a reader's is not known"),
        max_length=64,
        blank=True,
        validators=[validate_zone],
    )
    holidays = models.TextField(
        _("days off"),
        blank=True,
        validators=[validate_holidays],
        help_text=_("One date a line, such as 2026-12-25."),
    )
    restart = models.BooleanField(
        _("start over"),
        default=False,
        help_text=_("Somebody who stopped and comes back begins with lesson 1 again."),
    )
    consent_wording = models.TextField(_("words beside the box"))
    consent_confirm = models.TextField(_("words on the page that confirms"), blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    @property
    def purpose(self) -> str:
        """What a consent to this course is called in contacts."""
        return f"course:{self.slug}"

    def plan(self) -> Plan:
        """The published lessons as the timetable's rules see them."""
        lessons = self.lessons.published().select_related("letter")
        return Plan(tuple(lesson.card(self) for lesson in lessons), self.zone)


class LessonQuerySet(models.QuerySet["Lesson"]):
    def published(self) -> LessonQuerySet:
        return self.filter(state=Lesson.State.PUBLISHED, letter__isnull=False)


class Lesson(models.Model):
    """The author's draft of one letter of a course, and the frozen letter made from it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        OFF = "off", _("switched off")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(
        Course, models.CASCADE, related_name="lessons", verbose_name=_("course")
    )
    key = models.SlugField(_("short name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=160)
    subject = models.CharField(_("subject"), max_length=200)
    preheader = models.CharField(_("preview line"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    delay_days = models.PositiveSmallIntegerField(
        _("days after the lesson before"),
        default=2,
        validators=[MaxValueValidator(365)],
        help_text=_("For the first lesson: days after the reader confirmed."),
    )
    audience = models.CharField(
        _("only for"),
        max_length=1000,
        blank=True,
        validators=[validate_audience],
        help_text=_(
            "Nothing ticked: everybody. Ticks in one line mean “or”; lines together mean “and”."
        ),
    )
    send_days = models.JSONField(_("send on"), default=list, blank=True, validators=[validate_days])
    send_hour = models.PositiveSmallIntegerField(
        _("send at"), null=True, blank=True, validators=[MaxValueValidator(23)]
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    letter = models.ForeignKey(
        Letter, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    newcomers_since = models.DateTimeField(
        _("only for people who confirmed since"), null=True, blank=True, editable=False
    )
    edited_at = models.DateTimeField(_("last edited"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ("course", "position", "id")
        constraints = (
            models.UniqueConstraint(fields=("course", "key"), name="lesson_key_in_course"),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    @property
    def has_changes(self) -> bool:
        """Whether the text was edited since it was last published."""
        return bool(self.edited_at and self.published_at and self.edited_at > self.published_at)

    def card(self, course: Course) -> Card:
        """The lesson as the timetable's rules see it; `course` spares a query."""
        return Card(
            key=self.uid.hex,
            position=self.position,
            subject=self.subject,
            delay_days=self.delay_days,
            audience=self.audience,
            published=self.state == self.State.PUBLISHED,
            timetable=Timetable(
                days=frozenset(self.send_days or course.send_days),
                hour=course.send_hour if self.send_hour is None else self.send_hour,
                hours=course.window_hours,
                holidays=holidays_in(course.holidays),
            ),
            meant_for=audience.said(self.audience, named_axes()) if self.audience else "",
        )


class PublishedLesson(models.Model):
    """One publishing of a lesson: which words, when. Only ever added to."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="publishings")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("published lesson")
        verbose_name_plural = _("published lessons")
        ordering = ("-published_at", "-id")

    def __str__(self) -> str:
        return str(self.letter)
