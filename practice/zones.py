"""Time zones as visitors and the author meet them: old names, menus, plain names. Pure.

Names are those of the IANA time zone database.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
# Names Chromium still reports, and the ones people know.
OLD_NAMES = {
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Kiev": "Europe/Kyiv",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
}


@cache
def known_zones() -> frozenset[str]:
    """Every name of the database, old ones among them; reading it lists a folder."""
    return frozenset(available_timezones())


def read_zone(name: str) -> ZoneInfo | None:
    """The zone of this name, old names understood; None when there is none."""
    name = OLD_NAMES.get(name, name)
    return ZoneInfo(name) if name in known_zones() else None


def zone_key(name: str) -> str:
    """A zone's present name; empty for what is none, as a browser may send it."""
    zone = read_zone(name)
    return zone.key if zone else ""


@cache
def choices() -> dict[str, list[tuple[str, str]]]:
    """Region to (name, readable place), for a menu; UTC last."""
    names = sorted(known_zones() - OLD_NAMES.keys())
    regions = {
        region: [
            (name, place(name).partition("/")[2]) for name in names if name.startswith(f"{region}/")
        ]
        for region in REGIONS
    }
    return {**regions, "UTC": [("UTC", "UTC")]}


def all_choices() -> list[tuple[str, str]]:
    """(name, “Europe/Isle of Man”), for a menu without groups; UTC last."""
    return [(name, place(name)) for names in choices().values() for name, _words in names]


def place(name: str) -> str:
    """A zone's name without underscores."""
    return name.replace("_", " ")


def zone_name(zone: ZoneInfo, moment: datetime) -> str:
    """The zone and its distance from UTC at a moment: "Asia/Kolkata, UTC+5:30"."""
    name, distance = place(zone.key), offset(moment.astimezone(zone))
    return name if name == distance else f"{name}, {distance}"


def offset(local: datetime) -> str:
    """A local time's distance from UTC: "UTC+5:30", "UTC−4", "UTC"."""
    ahead = local.utcoffset() or timedelta()
    hours, minutes = divmod(int(abs(ahead).total_seconds()) // 60, 60)
    if not (hours or minutes):
        return "UTC"
    sign = "+" if ahead > timedelta() else "−"
    return f"UTC{sign}{hours}:{minutes:02}" if minutes else f"UTC{sign}{hours}"
