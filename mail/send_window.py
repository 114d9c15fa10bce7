"""When a one-off letter may go: the hours of a day where its reader lives. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HOURS = 4
MOST_DAYS_LATE = 7


def zone_of(*names: str) -> ZoneInfo:
    """The first of these names that is a time zone, else UTC."""
    for name in names:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def window(
    day: date, *, hour: int, zone: ZoneInfo, now: datetime
) -> tuple[datetime, datetime] | None:
    """(opens, closes) in UTC that local day, or on the next still open; None: a week late."""
    for late in range(MOST_DAYS_LATE):
        start = datetime.combine(day + timedelta(days=late), time(hour), zone).astimezone(UTC)
        end = start + timedelta(hours=HOURS)
        if now < end:
            return start, end
    return None
