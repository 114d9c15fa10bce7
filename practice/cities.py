"""The cities by which people know their time zone. Pure.

The names of the IANA database's own cities come from the Unicode CLDR, by Babel; beside them stand
large cities that keep another city's clock.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale
from babel.core import get_global

from practice.zones import choices, place, read_zone

SAME_CLOCK = {
    "America/Chicago": ("Austin", "Dallas", "Houston", "Minneapolis", "New Orleans", "Nashville"),
    "America/Los_Angeles": ("Las Vegas", "Portland", "San Diego", "San Francisco", "Seattle"),
    "America/New_York": ("Atlanta", "Boston", "Miami", "Philadelphia", "Washington"),
    "America/Denver": ("Albuquerque", "Salt Lake City"),
    "America/Sao_Paulo": ("Brasilia", "Curitiba", "Rio de Janeiro"),
    "America/Toronto": ("Montreal", "Ottawa", "Quebec"),
    "America/Edmonton": ("Calgary",),
    "America/Bogota": ("Medellin",),
    "America/Mexico_City": ("Guadalajara",),
    "Africa/Johannesburg": ("Cape Town", "Durban", "Pretoria"),
    "Africa/Lagos": ("Abuja",),
    "Asia/Dubai": ("Abu Dhabi",),
    "Asia/Ho_Chi_Minh": ("Hanoi",),
    "Asia/Karachi": ("Islamabad", "Lahore"),
    "Asia/Kolkata": ("Bangalore", "Chennai", "Delhi", "Hyderabad", "Mumbai", "New Delhi", "Pune"),
    "Asia/Shanghai": ("Beijing", "Guangzhou", "Shenzhen"),
    "Asia/Tokyo": ("Kyoto", "Osaka"),
    "Asia/Jerusalem": ("Haifa", "Tel Aviv"),
    "Asia/Riyadh": ("Jeddah",),
    "Australia/Sydney": ("Canberra",),
    "Australia/Brisbane": ("Gold Coast",),
    "Europe/Amsterdam": ("Den Haag", "Rotterdam", "The Hague", "Utrecht"),
    "Europe/Berlin": ("Cologne", "Frankfurt", "Hamburg", "Köln", "Leipzig", "München", "Munich"),
    "Europe/Brussels": ("Antwerp", "Antwerpen", "Gent", "Ghent"),
    "Europe/Istanbul": ("Ankara", "Izmir"),
    "Europe/Lisbon": ("Porto",),
    "Europe/London": ("Birmingham", "Cardiff", "Edinburgh", "Glasgow", "Leeds", "Manchester"),
    "Europe/Madrid": ("Barcelona", "Sevilla", "Valencia"),
    "Europe/Paris": ("Lyon", "Marseille", "Strasbourg", "Toulouse"),
    "Europe/Rome": ("Florence", "Milan", "Milano", "Naples", "Torino", "Turin"),
    "Europe/Stockholm": ("Gothenburg", "Malmö"),
    "Europe/Vienna": ("Graz", "Innsbruck", "Salzburg"),
    "Europe/Warsaw": ("Gdansk", "Krakow"),
    "Europe/Zurich": ("Basel", "Bern", "Genève", "Geneva", "Genf", "Lausanne"),
    "Pacific/Auckland": ("Christchurch", "Wellington"),
}
COMMON = {city: zone for zone, cities in SAME_CLOCK.items() for city in cities}


# A page of booking names 400 of them: 13 ms without, under a millisecond with it (promised is that
# none takes a second at p95 on a launch day, `bin/bench burst`).
@cache
def city(zone: str, language: str) -> str:
    """The city a zone is named after: "Kolkata"; "UTC" names none."""
    own = place(zone).rpartition("/")[2]
    filed_as = get_global("zone_aliases").get(zone, zone)
    # Several cities of a country that keep one clock are filed under the largest: not its name.
    if zone != filed_as and _cldr_city(filed_as, "en") != own:
        return own
    return _cldr_city(filed_as, language) or own


def _cldr_city(zone: str, language: str) -> str:
    return str(Locale.parse(language).time_zones.get(zone, {}).get("city", ""))


def by_name(language: str) -> dict[str, str]:
    """City to zone, as a reader may type it: in their language, in English, or the zone's name."""
    zones = [zone for zones in choices().values() for zone, _words in zones]
    named = {_plain(name): zone for name, zone in COMMON.items()}
    for spoken in ("en", language):
        named |= {_plain(city(zone, spoken)): zone for zone in zones}
    return named


def find_zone(text: str, language: str) -> str:
    """The name of the zone that a reader asks for by its name or a city; "" where none is meant."""
    typed = " ".join(text.split())
    zone = read_zone(typed)
    return zone.key if zone else by_name(language).get(_plain(typed), "")


def _plain(text: str) -> str:
    """As it is compared and sorted: without capitals and accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def menu(language: str) -> dict[str, list[tuple[str, str]]]:
    """Region to (zone, city), by the city's name in this language; UTC last."""
    return {
        region: sorted(
            ((zone, city(zone, language)) for zone, _words in zones),
            key=lambda pair: _plain(pair[1]),
        )
        for region, zones in choices().items()
    }
