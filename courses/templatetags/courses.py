"""Moments in a reader's zone, for templates."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

from courses import wording

register = template.Library()


@register.filter
def moment(when: datetime, zone: ZoneInfo) -> str:
    """For example: Tuesday, November 24 at 9:00 AM."""
    return wording.moment_words(when, zone)


@register.filter
def day(when: datetime, zone: ZoneInfo) -> str:
    """For example: Tuesday, November 24."""
    return wording.day_words(when.astimezone(zone).date())


@register.filter
def zone_words(zone: ZoneInfo) -> str:
    """For example: America/New York."""
    return wording.zone_words(zone)


@register.filter
def in_utc(when: datetime) -> str:
    """For example: Tuesday, November 24 at 8:00 AM."""
    return wording.moment_words(when, ZoneInfo("UTC"))
