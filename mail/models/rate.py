"""Rows that sending as a whole goes by: its breaker, its meter, and its warm-up."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Breaker(models.Model):
    """One row: whether sending is paused, since when, until when, and why."""

    paused_at = models.DateTimeField(_("paused"), null=True)
    paused_until = models.DateTimeField(_("until"), null=True)
    pauses = models.PositiveIntegerField(_("tries to resume"), default=0)
    reason = models.CharField(_("because"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_breaker"),)

    def __str__(self) -> str:
        return self.reason


class Meter(models.Model):
    """One row: how many mails left in this second and on this day, whatever the workers."""

    second = models.DateTimeField(null=True)
    in_second = models.PositiveIntegerField(default=0)
    day = models.DateField(null=True)
    in_day = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_meter"),)

    def __str__(self) -> str:
        return f"{self.day}: {self.in_day}"


class WarmUp(models.Model):
    """One row: since when few one-off letters a day may go, more each day, and why."""

    class Reason(models.TextChoices):
        SENDER = "sender", _("a new sender")
        IMPORT = "import", _("people from a file")

    reason = models.CharField(_("because of"), max_length=10, choices=Reason)
    sender = models.CharField(_("sender"), max_length=254)  # the domain of its address
    first = models.PositiveIntegerField(_("on the first day"))
    since = models.DateTimeField(_("since"))

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_warm_up"),)

    def __str__(self) -> str:
        return self.sender
