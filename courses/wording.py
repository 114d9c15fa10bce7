"""Moments as a reader says them, in a zone. Pure."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _


def day_words(day: date) -> str:
    """For example: Tuesday, November 24."""
    return formatted(day, _("l, F j"))


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """For example: Tuesday, November 24 at 9:00 AM."""
    local = moment.astimezone(zone)
    return _("%(day)s at %(time)s") % {
        "day": day_words(local.date()),
        "time": formatted(local, _("g:i A")),
    }


def zone_words(zone: ZoneInfo) -> str:
    """For example: America/New York."""
    return zone.key.replace("_", " ")
