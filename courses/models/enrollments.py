"""People in courses: their place, and what became of each lesson for each of them."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts.models import Consent, Contact
from courses.models.course import Course, Lesson
from courses.schedule import zone
from courses.timetable import paces_in
from mail.models import SETTLED, Message


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def due(self, now: datetime) -> EnrollmentQuerySet:
        """People whose next lesson should be looked at."""
        return (
            self.filter(state=Enrollment.State.ACTIVE, message=None, due_at__lte=now)
            .exclude(course__state=Course.State.PAUSED)
            .order_by("due_at", "pk")  # one hour is many people's: the order is the same each time
        )

    def settled(self) -> EnrollmentQuerySet:
        """People whose current letter reached its end, one way or another."""
        return self.filter(message__isnull=False, message__state__in=SETTLED).order_by("pk")

    def left_since(self, moment: datetime) -> EnrollmentQuerySet:
        """People who stopped lately, and may have taken it back on the unsubscribe page."""
        return self.filter(state=Enrollment.State.LEFT, left_at__gte=moment).order_by("pk")

    def to_remind(self, now: datetime) -> EnrollmentQuerySet:
        """People who asked, never confirmed, and may be reminded once."""
        return self.filter(state=Enrollment.State.WAITING, remind_at__lte=now).order_by(
            "remind_at", "pk"
        )


class Enrollment(models.Model):
    """A person's place in a course."""

    class State(models.TextChoices):
        WAITING = "waiting", _("asked, not yet confirmed")
        ACTIVE = "active", _("in the course")
        FINISHED = "finished", _("had every lesson")
        LEFT = "left", _("stopped")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="enrollments", verbose_name=_("person")
    )
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="enrollments", verbose_name=_("course")
    )
    consent = models.ForeignKey(Consent, models.CASCADE, related_name="+", verbose_name=_("asked"))
    facts = models.JSONField(_("what the letters go by"), default=dict)
    names = models.JSONField(_("in words"), default=dict)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    # At least so many days between two letters; 0: the lessons' own. Days and not the name of one
    # of the course's paces: what a reader chose stays hers, whatever the author renames or removes.
    pace = models.PositiveSmallIntegerField(_("days between letters"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    next_lesson = models.ForeignKey(
        Lesson,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("next lesson"),
    )
    due_at = models.DateTimeField(_("not before"), null=True, blank=True)
    message = models.ForeignKey(
        Message,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("letter on its way"),
    )
    settled_at = models.DateTimeField(_("lesson before was settled"), null=True, blank=True)
    at_once = models.BooleanField(default=False, editable=False)
    # The last local day on which a one-off letter came: no lesson does.
    letter_day = models.DateField(null=True, blank=True, editable=False)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    booked = models.BooleanField(_("has booked"), default=False)
    remind_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("first asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    left_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a course")
        verbose_name_plural = _("people in courses")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("contact", "course"), name="one_place_in_a_course"),
        )
        indexes = (
            # EnrollmentQuerySet.due, every tick; without `state`, SQLite prefers the one by state
            models.Index(
                fields=("state", "due_at"),
                condition=models.Q(state="active", message=None),
                name="enrollment_due",
            ),
            # EnrollmentQuerySet.settled, every tick
            models.Index(
                fields=("message",),
                condition=models.Q(message__isnull=False),
                name="enrollment_on_its_way",
            ),
            # EnrollmentQuerySet.to_remind, every tick
            models.Index(
                fields=("remind_at",),
                condition=models.Q(state="waiting", remind_at__isnull=False),
                name="enrollment_to_remind",
            ),
            # EnrollmentQuerySet.left_since, every tick
            models.Index(
                fields=("left_at",), condition=models.Q(state="left"), name="enrollment_left"
            ),
            # desk: Home's funnel, and the list behind it
            models.Index(
                fields=("finished_at",),
                condition=models.Q(finished_at__isnull=False),
                name="enrollment_finished",
            ),
            # desk: people by where they are in a course
            models.Index(fields=("state", "-id"), name="enrollment_by_state"),
            # desk: people in the list of people by the state of their course, newest first
            models.Index(fields=("state", "-contact"), name="enrollment_person_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.contact}, {self.course}"

    @property
    def reader_zone(self) -> ZoneInfo:
        """The reader's zone, else the course's, else UTC."""
        return zone(self.zone, self.contact.zone, self.course.zone)

    @property
    def pace_words(self) -> str:
        """How often letters come, as the course says it to its readers."""
        named = (pace.name for pace in paces_in(self.course.paces) if pace.days == self.pace)
        days = gettext("At least %(days)d days between two letters") % {"days": self.pace}
        return next(named, days if self.pace else gettext("On the course’s own days"))

    def message_key(self, lesson: Lesson) -> str:
        """The unique name of this person's letter for a lesson."""
        return f"lesson:{self.uid}:{lesson.uid}"


class ProgressQuerySet(models.QuerySet["Progress"]):
    def over(self) -> ProgressQuerySet:
        return self.exclude(outcome=Progress.Outcome.ON_ITS_WAY)


class Progress(models.Model):
    """What became of one lesson for one person. `day` is the local day it takes, if any."""

    class Outcome(models.TextChoices):
        ON_ITS_WAY = "on_its_way", _("on its way")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        SKIPPED = "skipped", _("skipped")

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="progress")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    day = models.DateField(_("day"), null=True, blank=True)
    outcome = models.CharField(
        _("what happened"), max_length=10, choices=Outcome, default=Outcome.ON_ITS_WAY
    )
    why = models.CharField(_("why"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"))

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson of a person")
        verbose_name_plural = _("lessons of people")
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("enrollment", "lesson"), name="lesson_once_a_person"),
            # One lesson a person a local day, across courses. Days of nothing sent are null.
            models.UniqueConstraint(fields=("contact", "day"), name="one_lesson_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.lesson}: {self.get_outcome_display()}"


class LastWord(models.Model):
    """What a reader answered at the end of a course: did you try something, what did we miss?"""

    class Tried(models.TextChoices):
        YES = "yes", _("Yes")
        A_LITTLE = "a_little", _("A little")
        NOT_YET = "not_yet", _("Not yet")

    enrollment = models.OneToOneField(Enrollment, models.CASCADE, related_name="last_word")
    tried = models.CharField(_("tried something"), max_length=10, choices=Tried)
    wrong = models.TextField(_("what we got wrong"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("last word")
        verbose_name_plural = _("last words")
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.get_tried_display()


class AddressChange(models.Model):
    """A reader's wish to be written to elsewhere; done once the new address says yes.

    `reserve` is the contact of the new address until then.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    reserve = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("asked"))

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.contact} → {self.reserve}"


class DataRequest(models.Model):
    """A reader asked what is held about her, or to be erased: the link in a letter to her known
    address opens the page for both, until it is too old.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("asked"))

    class Meta:
        verbose_name = _("request for one’s own data")
        verbose_name_plural = _("requests for one’s own data")
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.contact)
