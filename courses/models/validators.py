"""What the columns of a course and its lessons refuse."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.schedule import WEEKDAYS
from courses.timetable import holidays_in, paces_in

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


def validate_paces(value: str) -> None:
    """Refuse a line that is no pace."""
    try:
        paces_in(value)
    except ValueError as error:
        raise ValidationError(
            _("One pace a line, the days first, such as “7 Once a week”; each number once.")
        ) from error
