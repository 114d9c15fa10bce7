"""When the author is open: weekly hours, hours on one date, time off.

All are wall-clock times in the author's zone (`practice.Practice.zone`).
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from consultations import hours
from practice import model_fields
from practice.models import Practice


def validate_five(value: time) -> None:
    """Refuse a time of day that is not on a five-minute step."""
    if value.minute % 5 or value.second or value.microsecond:
        raise ValidationError(_("Use steps of five minutes."))


class Availability(models.Model):
    """Open hours on one day of every week."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    start = model_fields.TimeField(_("from"), validators=[validate_five])
    end = model_fields.TimeField(
        _("until"), validators=[validate_five], help_text=_("00:00 is midnight, the day's end.")
    )

    class Meta:
        verbose_name = _("weekly hours")
        verbose_name_plural = _("weekly hours")
        ordering = ("weekday", "start")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {time_format(self.start)}–{time_format(self.end)}"

    def clean(self) -> None:
        if self.start and self.end and not self.span.minutes > 0:
            raise ValidationError({"end": _("The end must come after the start.")})

    @property
    def span(self) -> hours.Span:
        return hours.Span.between(self.start, self.end)


class DateHours(models.Model):
    """Hours on one date instead of the weekly ones; without times, closed that day."""

    day = models.DateField(_("date"))
    start = model_fields.TimeField(_("from"), null=True, blank=True, validators=[validate_five])
    end = model_fields.TimeField(_("until"), null=True, blank=True, validators=[validate_five])

    class Meta:
        verbose_name = _("hours on one date")
        verbose_name_plural = _("hours on one date")
        ordering = ("day", "start")

    def __str__(self) -> str:
        day = date_format(self.day, "SHORT_DATE_FORMAT")
        if self.start is None or self.end is None:
            return day
        return f"{day}, {time_format(self.start)}–{time_format(self.end)}"

    def clean(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValidationError(_("Give both times, or neither to close the day."))
        if self.span is not None and not self.span.minutes > 0:
            raise ValidationError({"end": _("The end must come after the start.")})

    @property
    def span(self) -> hours.Span | None:
        if self.start is None or self.end is None:
            return None
        return hours.Span.between(self.start, self.end)


class TimeOff(models.Model):
    """Away from one day to another, whole days unless times are given."""

    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    start = models.TimeField(_("from, on the first day"), null=True, blank=True)
    end = models.TimeField(_("until, on the last day"), null=True, blank=True)
    reason = models.CharField(_("what for (only you see this)"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("time off")
        verbose_name_plural = _("time off")
        ordering = ("-first_day",)

    def __str__(self) -> str:
        days = dict.fromkeys((self.first_day, self.last_day))
        return " – ".join(date_format(day, "SHORT_DATE_FORMAT") for day in days)

    def clean(self) -> None:
        if self.first_day and self.last_day:
            begins = datetime.combine(self.first_day, self.start or time.min)
            if datetime.combine(self.last_day, self.end or time.max) <= begins:
                raise ValidationError({"last_day": _("The end must come after the start.")})

    def window(self, zone: ZoneInfo) -> hours.Window:
        return hours.time_off(zone, self.first_day, self.last_day, self.start, self.end)


def open_week() -> hours.OpenHours:
    """The author's hours as one value: weekly, by date, and time off, in her zone."""
    weekly: dict[int, list[hours.Span]] = {}
    for row in Availability.objects.all():
        weekly.setdefault(row.weekday, []).append(row.span)
    dates: dict[date, list[hours.Span]] = {}
    for dated in DateHours.objects.all():
        dates.setdefault(dated.day, []).extend([dated.span] if dated.span else [])
    zone = ZoneInfo(Practice.objects.the().zone)
    return hours.OpenHours(
        zone=zone,
        weekly={day: tuple(spans) for day, spans in weekly.items()},
        dates={day: tuple(spans) for day, spans in dates.items()},
        away=tuple(row.window(zone) for row in TimeOff.objects.all()),
    )
