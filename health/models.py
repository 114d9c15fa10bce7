"""Heartbeats of processes, last passes of ticks, daily counters. Nothing about a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

HEARD_WITHIN = timedelta(seconds=45)
LATE_AFTER = timedelta(minutes=3)
WATCHED = ("mail.send_due", "courses.queue_due", "guides.build_due")
"""The ticks without which the product stands still."""


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def alive(self, now: datetime) -> HeartbeatQuerySet:
        """Processes heard within 45 seconds of `now` (real time): for the eye, not for claims."""
        return self.filter(beat_at__gt=now - HEARD_WITHIN)


class Heartbeat(models.Model):
    """One process of ours, by the name it signs claims with, and a counter that it raises.

    Whoever sees the counter stand still deletes the row: claims in a name without one are free.
    """

    worker = models.CharField(_("process"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20)
    count = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField(_("started"))
    beat_at = models.DateTimeField(_("last heard"))
    # What a run of `manage.py tick`, which cannot watch, saw and when by its own clock.
    seen_count = models.PositiveBigIntegerField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("running process")
        verbose_name_plural = _("running processes")

    def __str__(self) -> str:
        return self.worker


class TickQuerySet(models.QuerySet["Tick"]):
    def recent(self, now: datetime) -> TickQuerySet:
        """Passes that ended well within three minutes of `now` (real time)."""
        return self.filter(finished_at__gt=now - LATE_AFTER, error="")


class Tick(models.Model):
    """The last pass of one periodic task."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    count = models.PositiveIntegerField(_("handled"), default=0)
    error = models.CharField(_("error"), max_length=200, blank=True)

    objects = TickQuerySet.as_manager()

    class Meta:
        verbose_name = _("regular check")
        verbose_name_plural = _("regular checks")

    def __str__(self) -> str:
        return self.name

    def is_recent(self, now: datetime) -> bool:
        """Whether it ended well within three minutes of `now` (real time)."""
        ended = self.finished_at is not None and self.finished_at > now - LATE_AFTER
        return ended and not self.error


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self) -> HoldQuerySet:
        return self.filter(released_at=None)


class Hold(models.Model):
    """One row, once there was a hold: whether, since when and why no mail leaves."""

    class Reason(models.TextChoices):
        HAND = "hand", _("held by hand")
        SILENCE = "silence", _("nothing had run for over a day")
        RESTORE = "restore", _("a backup was restored")

    reason = models.CharField(_("because"), max_length=10, choices=Reason)
    # What is not known from here on: the last pass before the silence, or when the backup was made.
    since = models.DateTimeField(_("known until"))
    held_at = models.DateTimeField(_("held"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )  # null: a command, or by itself
    is_blind = models.BooleanField(default=False)  # restored without the database it replaced
    released_at = models.DateTimeField(_("released"), null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_hold"),)

    def __str__(self) -> str:
        return self.get_reason_display()


class Counter(models.Model):
    """How often something happened on a day. No rule reads it, so a GET may add to it."""

    name = models.CharField(_("name"), max_length=80)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("daily count")
        verbose_name_plural = _("daily counts")
        constraints = (models.UniqueConstraint(fields=("name", "day"), name="counter_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.name} {self.day}"


class Spending(models.Model):
    """What of one budget is out, under a keyed hash: when it will be whole again (`budgets`)."""

    key = models.CharField(max_length=64, primary_key=True)
    free_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class CheckRun(models.Model):
    """What a check found when it last looked, and since when it has been so."""

    key = models.CharField(_("check"), max_length=40, unique=True)
    state = models.CharField(_("state"), max_length=10)
    words = models.TextField(_("what it found"), blank=True)
    mend = models.TextField(_("what to do"), blank=True)
    since = models.DateTimeField(_("since"))
    looked_at = models.DateTimeField(_("looked"))
    notified_at = models.DateTimeField(_("told"), null=True)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"


def dead(names: Iterable[str]) -> set[str]:
    """Those of the names that no process goes by any more. A process has its row before it claims
    in its name, so whoever gathers names from claims, and only then asks, takes none for dead that
    just began.
    """
    workers = set(names)
    if not workers:
        return workers
    return workers - set(Heartbeat.objects.values_list("worker", flat=True))
