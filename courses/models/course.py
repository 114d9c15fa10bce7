"""Courses and their lessons: the author's drafts and the timetable they go by."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.actions import published_axes
from contacts.models import Segment, tag_column
from courses.models.used_by import texts_with
from courses.models.validators import (
    validate_days,
    validate_holidays,
    validate_paces,
    workdays,
)
from courses.schedule import Timetable
from courses.schema import LessonBody
from courses.timetable import Card, Pace, Plan, holidays_in, paces_in
from courses.variables import LESSON
from mail.actions.person_facts import audience_axes, audience_words
from mail.models import Letter
from offers.models import Offer
from practice import model_fields
from practice.models import validate_zone
from publishing.models import Document
from writing.segments import Axes
from writing.variables import Vocabulary

LONGEST_TITLE = 160


class CourseQuerySet(models.QuerySet["Course"]):
    def offered(self) -> CourseQuerySet:
        """Courses that take new people and have something to send."""
        ready = Lesson.objects.published().filter(course=models.OuterRef("pk"))
        return self.filter(models.Exists(ready), state=Course.State.OPEN)

    def of_purpose(self, purpose: str) -> Course | None:
        """The course that a consent of this purpose is for, if it is for one."""
        kind, _colon, slug = purpose.partition(":")
        return self.filter(slug=slug).first() if kind == "course" else None


class Course(models.Model):
    """Lessons on a timetable."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed: takes no new people, goes on for those in it")
        PAUSED = "paused", _("paused: you are away, nobody gets a lesson")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offer = models.ForeignKey(
        Offer,
        models.PROTECT,
        related_name="courses",
        verbose_name=_("offer"),
        help_text=_("Lessons may ask what its assessment asks, and speak its language."),
    )
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    send_days = model_fields.JSONField(_("send on"), default=workdays, validators=[validate_days])
    send_hour = models.PositiveSmallIntegerField(
        _("send at"), default=9, validators=[MaxValueValidator(23)]
    )
    window_hours = models.PositiveSmallIntegerField(
        _("for how many hours"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text=_("A lesson that could not go in this time waits for the next send day."),
    )
    zone = model_fields.CharField(
        _("time zone, where a reader's is not known"),
        max_length=64,
        blank=True,
        validators=[validate_zone],
    )
    holidays = model_fields.TextField(
        _("days off"),
        blank=True,
        validators=[validate_holidays],
        help_text=_("One date a line, such as 2026-12-25."),
    )
    paces = model_fields.TextField(
        _("how often, by the reader’s choice"),
        blank=True,
        validators=[validate_paces],
        help_text=_(
            "One a line: the days between two letters at least, then how you say it, such as "
            "“7 Once a week”. 0 means each lesson’s own days. The first is what readers get who "
            "choose nothing. Fewer than two lines: readers are not asked."
        ),
    )
    restart = models.BooleanField(
        _("start over"),
        default=False,
        help_text=_("Somebody who stopped and comes back begins with lesson 1 again."),
    )
    then = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("goes on with"),
        help_text=_("Offered in the last letter; it begins for whoever says yes there."),
    )
    tag_joined = tag_column(_("tag for whoever joins"))
    tag_finished = tag_column(_("tag for whoever had every lesson"))
    consent_wording = models.TextField(_("words beside the box"))
    consent_confirm = models.TextField(_("words on the page that confirms"), blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        before = Course.objects.filter(pk=self.pk).exclude(offer=self.offer_id).first()
        texts = list(texts_with(self)) if before is not None else []
        if texts:
            named = [f"“{text}” ({text._meta.verbose_name})" for text in texts]
            raise ValidationError(
                {
                    "offer": gettext(
                        "These letters are offered by %(texts)s of “%(offer)s”. Choose others "
                        "there, or none; then the course can move."
                    )
                    % {"texts": get_text_list(named, gettext("and")), "offer": before.offer}  # type: ignore[union-attr]  # texts are only of one
                }
            )

    @property
    def purpose(self) -> str:
        """What a consent to this course is called in contacts."""
        return f"course:{self.slug}"

    @property
    def axes(self) -> Axes:
        """What may be known of its readers."""
        return published_axes(self.offer_id)

    @property
    def offered_paces(self) -> tuple[Pace, ...]:
        """What readers may choose from; none where there is nothing to choose."""
        paces = paces_in(self.paces)
        return paces if len(paces) > 1 else ()

    def plan(self) -> Plan:
        """The published lessons as the timetable's rules see them."""
        lessons = self.lessons.published().select_related("letter")
        return Plan(tuple(lesson.card(self) for lesson in lessons), self.zone)

    def sheet(self) -> list[LessonBody]:
        """The published lessons that have a line on the sheet, in order."""
        lessons = self.lessons.published()
        return [body for lesson in lessons if (body := lesson.published_body).line.strip()]


class LessonQuerySet(models.QuerySet["Lesson"]):
    def published(self) -> LessonQuerySet:
        """Those that go out, with the words that readers get."""
        rows = self.filter(state=Lesson.State.PUBLISHED, letter__isnull=False)
        return rows.select_related("published")


class Lesson(Document):
    """One letter of a course: its words are the document's, its place and days are columns."""

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
    delay_days = models.PositiveSmallIntegerField(
        _("days after the lesson before"),
        default=2,
        validators=[MaxValueValidator(365)],
        help_text=_("For the first lesson: days after the reader confirmed."),
    )
    send_days = model_fields.JSONField(
        _("send on"), default=list, blank=True, validators=[validate_days]
    )
    send_hour = models.PositiveSmallIntegerField(
        _("send at"), null=True, blank=True, validators=[MaxValueValidator(23)]
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    # The published words in the post office's own form.
    letter = models.ForeignKey(
        Letter, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    newcomers_since = models.DateTimeField(
        _("only for people who confirmed since"), null=True, blank=True, editable=False
    )

    objects = LessonQuerySet.as_manager()
    copied_columns = ("course", "key", "position", "delay_days", "send_days", "send_hour")

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
    def title(self) -> str:
        """What the author calls it, whatever is published."""
        return str(self.draft.get("title", ""))

    @property
    def body(self) -> LessonBody:
        """The draft."""
        body: LessonBody = self.read()  # type: ignore[assignment]  # this kind's schema
        return body

    @property
    def published_body(self) -> LessonBody:
        """What readers get; of a lesson that was never published, the draft."""
        if self.published is None:
            return self.body
        body: LessonBody = self.published.read()  # type: ignore[assignment]  # this kind's schema
        return body

    @property
    def vocabulary(self) -> Vocabulary:
        """What its text may use; of a lesson of no course yet, for readers of any assessment."""
        axes = self.course.axes if self.course_id else published_axes()
        return LESSON.with_axes(axes.choosing(audience_axes))

    @property
    def is_for_some(self) -> bool:
        """Whether only some answers bring it: who got it tells what they answered."""
        return self.letter is not None and self.letter.for_some

    @property
    def is_off(self) -> bool:
        return self.state == self.State.OFF

    @property
    def its_course(self) -> Course | None:
        """The course it is of; a lesson in the making may be of none yet."""
        return self.course if self.course_id else None

    @property
    def belongs_to(self) -> int | None:
        return self.course.offer_id if self.course_id else None

    @property
    def language(self) -> str:
        return str(self.course.offer.language) if self.course_id else ""

    def card(self, course: Course) -> Card:
        """The lesson as the timetable's rules see it; `course` spares a query."""
        body = self.published_body
        return Card(
            key=self.uid.hex,
            position=self.position,
            subject=body.subject,
            delay_days=self.delay_days,
            audience=Segment.objects.expanded(body.audience),
            published=self.state == self.State.PUBLISHED,
            timetable=Timetable(
                days=frozenset(self.send_days or course.send_days),
                hour=course.send_hour if self.send_hour is None else self.send_hour,
                hours=course.window_hours,
                holidays=holidays_in(course.holidays),
            ),
            meant_for=audience_words(body.audience, lambda: course.axes),
        )
