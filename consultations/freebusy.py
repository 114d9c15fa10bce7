"""When a calendar file keeps somebody busy: iCalendar (RFC 5545) in, stretches of time out. Pure.

Repeats, exceptions and whole days are unfolded by recurring-ical-events.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from math import prod
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component, Event, vRecur

from consultations.hours import Window, instant, joined

MOST_EVENTS = 20_000
MOST_OCCURRENCES = 50_000
MOST_A_DAY = 24  # times of day that one rule may name
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}


class Unreadable(Exception):
    """The text is no calendar we can read; the message is a sentence for the author."""


def secure_address(address: str) -> str:
    """An address to fetch: what calendars hand out as webcal:// is https:// underneath."""
    scheme, separator, rest = address.strip().partition("://")
    return f"https{separator}{rest}" if scheme.lower() == "webcal" else address.strip()


def busy(
    text: bytes, *, zone: ZoneInfo, first: datetime, last: datetime, own: str = ""
) -> list[Window]:
    """When the file's owner is busy between two instants, in order, touching stretches joined.

    Times without a zone, and whole days, are those of `zone`. Events that are free or canceled
    do not count, nor do those whose UID ends in `own`: bookings of ours that came back.
    """
    calendar = read(text)
    try:
        events = recurring_ical_events.of(calendar, skip_bad_series=True).between(first, last)
        if len(events) > MOST_OCCURRENCES:
            raise Unreadable("The calendar has more entries than a calendar of one year.")
        windows = [window for event in counted(events, own) if (window := span(event, zone))]
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # whatever a hostile file makes the libraries raise
        raise Unreadable("The calendar holds a date we cannot read.") from error
    return joined(Window(max(w.start, first), min(w.end, last)) for w in windows if w.end > first)


def read(text: bytes) -> Calendar:
    """The calendar in the text; refused where it is none, or would take forever to unfold."""
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise Unreadable("There is no calendar at this address.") from error
    if calendar.name != "VCALENDAR":
        raise Unreadable("There is no calendar at this address.")
    events = calendar.walk("VEVENT")
    if len(events) > MOST_EVENTS:
        raise Unreadable(f"The calendar has more than {MOST_EVENTS} entries.")
    # Before anything is unfolded: one short line can ask for millions of occurrences.
    if any(frequencies(event) & TOO_OFTEN for event in events):
        raise Unreadable("An entry repeats more often than once a day.")
    if any(times_a_day(rule) > MOST_A_DAY for event in events for rule in rules(event)):
        raise Unreadable(f"An entry repeats more than {MOST_A_DAY} times a day.")
    return calendar


def frequencies(event: Component) -> set[str]:
    """How often the rules of an entry repeat it."""
    return {str(name).upper() for rule in rules(event) for name in rule.get("FREQ", [])}


def rules(event: Component) -> list[vRecur]:
    values = event.get("RRULE", [])
    return values if isinstance(values, list) else [values]


def times_a_day(rule: vRecur) -> int:
    """How many times of day a rule names: its hours by its minutes by its seconds."""
    lists = (rule.get(part, ()) for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    return prod(max(1, len(named)) for named in lists)


def counted(events: list[Event], own: str) -> Iterator[Event]:
    """Those that keep their owner busy."""
    for event in events:
        # RFC 5545 §3.8.2.7: shown, and not in the way; canceled ones (§3.8.1.11) stay in files too.
        free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
        cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
        ours = bool(own) and str(event.get("UID", "")).endswith(own)
        if not (free or cancelled or ours):
            yield event


def span(event: Event, zone: ZoneInfo) -> Window | None:
    """From its start to its end as instants; nothing for an entry without length."""
    window = Window(moment(event.start, zone), moment(event.end, zone))
    return window if window.start < window.end else None


def moment(value: date, zone: ZoneInfo) -> datetime:
    """The instant of a date (its midnight in `zone`), a floating time, or a time with a zone."""
    if not isinstance(value, datetime):
        return instant(zone, value, 0)
    # RFC 5545 §3.3.5, form 1: a floating time is that of whoever reads it.
    if value.tzinfo is None:
        wall = value.time()
        return instant(zone, value.date(), wall.hour * 60 + wall.minute)
    return value.astimezone(UTC)
