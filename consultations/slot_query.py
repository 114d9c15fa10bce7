"""Who looks at open times, from where: read from an address line, which writes nothing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from practice.zones import read_zone


@dataclass(frozen=True)
class SlotQuery:
    """The zone to show times in, whether the visitor named it, and the week or month asked for."""

    zone: ZoneInfo
    named: bool
    unknown: bool
    week: date | None
    month: date | None = None


def look(query: Mapping[str, str], *otherwise: str) -> SlotQuery:
    """What ?zone=, ?from= and ?month= ask for; else the first of `otherwise` that is a zone."""
    typed = query.get("zone", "")
    zone = read_zone(typed) if typed else None
    zones = [other for name in otherwise if (other := read_zone(name))]
    return SlotQuery(
        zone=zone or next(iter(zones), ZoneInfo("UTC")),
        named=zone is not None,
        unknown=bool(typed) and zone is None,
        week=read_day(query.get("from", "")),
        month=read_day(query.get("month", "")),
    )


def read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 < day.year < 9000 else None
