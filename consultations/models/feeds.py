"""Calendars from elsewhere that make the author busy, and the address of her bookings' own."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from consultations.freebusy import secure_address
from consultations.hours import Window
from practice import model_fields


def validate_address(value: str) -> None:
    """Refuse anything but the https (or webcal) address of a calendar."""
    URLValidator(schemes=["https"])(secure_address(value))


class FeedQuerySet(models.QuerySet["Feed"]):
    def due(self, now: datetime) -> FeedQuerySet:
        return self.filter(active=True, next_check_at__lte=now).order_by("next_check_at", "pk")

    def failing(self) -> FeedQuerySet:
        return self.filter(active=True).exclude(problem="")

    def busy(self, since: datetime) -> list[Window]:
        """What every calendar in use keeps busy from `since` on, by its last good state."""
        feeds = self.filter(active=True).values_list("busy", flat=True)
        windows = (window for spans in feeds for window in read_windows(spans))
        return [window for window in windows if window.end > since]


class Feed(models.Model):
    """A calendar of the author's, read by its secret address. Only when, never what."""

    name = models.CharField(_("name"), max_length=80)
    address = model_fields.CharField(
        _("secret address in iCal format"),
        max_length=1000,
        validators=[validate_address],
        help_text=_(
            "Your calendar's settings show it. It begins with https:// or webcal://. "
            "We read when you are busy, and keep nothing else."
        ),
    )
    active = models.BooleanField(_("keeps these times busy"), default=True)
    busy = models.JSONField(default=list, editable=False)
    problem = models.CharField(_("what went wrong last time"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("last looked at"), null=True, editable=False)
    good_at = models.DateTimeField(_("last read well"), null=True, editable=False)
    next_check_at = models.DateTimeField(editable=False, db_index=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar that keeps you busy")
        verbose_name_plural = _("calendars that keep you busy")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_being_checked(self) -> bool:
        """Saved, and no worker has looked at it since."""
        return self.active and self.checked_at is None

    def clean(self) -> None:
        if not self.name.strip():
            raise ValidationError({"name": _("Give it a name you will know it by.")})


def kept_windows(windows: Iterable[Window]) -> list[list[str]]:
    """Stretches of time as a row keeps them."""
    return [[window.start.isoformat(), window.end.isoformat()] for window in windows]


def read_windows(spans: Iterable[list[str]]) -> list[Window]:
    """What `kept_windows` made."""
    return [Window(*map(datetime.fromisoformat, span)) for span in spans]


class Subscription(models.Model):
    """The one address under which the author's calendar reads her bookings. A new uid ends it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    # Whether new bookings go into her calendar this way, and not by an invitation in a mail.
    takes_new = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("your bookings as a calendar")
        verbose_name_plural = _("your bookings as a calendar")

    def __str__(self) -> str:
        return date_format(localtime(self.made_at), "SHORT_DATE_FORMAT")
