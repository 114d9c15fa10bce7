"""The time zones one may choose from, by their place. Pure."""

from __future__ import annotations

import zoneinfo

PLACES = (
    *("Africa/", "America/", "Asia/", "Atlantic/"),
    *("Australia/", "Europe/", "Indian/", "Pacific/"),
)


def choices() -> list[tuple[str, str]]:
    """(zone, “Europe, Berlin”), in the order of the alphabet; UTC first."""
    known = sorted(name for name in zoneinfo.available_timezones() if name.startswith(PLACES))
    return [("UTC", "UTC"), *((name, words(name)) for name in known)]


def words(name: str) -> str:
    return name.replace("/", ", ").replace("_", " ")
