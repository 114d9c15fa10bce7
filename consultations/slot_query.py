"""Who looks at open times, from where: read from an address line, which writes nothing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from consultations.slots import read_start
from practice.cities import find_zone
from practice.zones import read_zone


@dataclass(frozen=True)
class SlotQuery:
    """The zone to show times in, whether the visitor named it, the day or month asked for, and the
    time that was chosen; `first_weekday`: 0 where their week begins on Monday.
    """

    zone: ZoneInfo
    named: bool
    unknown: bool
    day: date | None
    month: date | None = None
    at: datetime | None = None
    first_weekday: int = 0


def look(
    query: Mapping[str, str], *otherwise: str, language: str, first_weekday: int = 0
) -> SlotQuery:
    """What ?zone= (a zone or a city in this language), ?day=, ?month= and ?at= ask for; else the
    first of `otherwise` that is a zone.
    """
    typed = query.get("zone", "")
    zone = read_zone(find_zone(typed, language)) if typed else None
    zones = [other for name in otherwise if (other := read_zone(name))]
    return SlotQuery(
        zone=zone or next(iter(zones), ZoneInfo("UTC")),
        named=zone is not None,
        unknown=bool(typed) and zone is None,
        day=read_day(query.get("day", "")),
        month=read_day(query.get("month", "")),
        at=read_start(query.get("at", "")),
        first_weekday=first_weekday,
    )


def read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 < day.year < 9000 else None
