from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest

from consultations.ical import Invitation, Method, Party, calendar

START = datetime(2026, 11, 30, 15, tzinfo=UTC)
TALK = Invitation(
    uid="one@example.org",
    sequence=0,
    method=Method.REQUEST,
    summary="A talk; with Sam",
    description="Move, or cancel:\nhttps://example.org/booking/x/",
    location="By video",
    url="https://example.org/booking/x/",
    starts_at=START,
    ends_at=START + timedelta(minutes=50),
    organizer=Party("sam@example.org", 'Sam "S" Doe; née Ünal'),
    attendee=Party("kim@example.org"),
    created_at=START - timedelta(days=9),
    changed_at=START - timedelta(days=7),
)


def read(invitation: Invitation) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(calendar(invitation))


def test_lines_end_in_crlf_and_are_short() -> None:
    lines = calendar(TALK).encode().split(b"\r\n")

    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


def test_the_instant_stands_in_every_zone_all_year() -> None:
    """Wherever the clocks change within a year, Casablanca in Ramadan 2027 included."""
    days = [datetime(2026, 11, 1, 15, tzinfo=UTC) + timedelta(days=day) for day in range(400)]
    starts: dict[tuple[datetime, timedelta | None], datetime] = {}  # zones alike that day: once
    for zone in sorted(available_timezones() - {"localtime"}):
        here = [day.astimezone(ZoneInfo(zone)) for day in days]
        changes = [two for one, two in pairwise(here) if one.utcoffset() != two.utcoffset()]
        for start in (START.astimezone(ZoneInfo(zone)), *changes):
            starts[start.astimezone(UTC), start.utcoffset()] = start

    for (moment, _offset), start in starts.items():
        entry = read(replace(TALK, starts_at=start)).events[0]
        assert entry["DTSTART"].to_ical().decode() == f"{moment:%Y%m%dT%H%M%SZ}", start.tzinfo
        assert entry.start == moment, start.tzinfo


def test_no_calendar_has_to_believe_our_rules_of_a_zone() -> None:
    text = calendar(TALK)

    assert "VTIMEZONE" not in text
    assert "TZID" not in text


# RFC 5546 §3.2.2 (REQUEST), §3.2.5 (CANCEL), §3.2.1 (PUBLISH)
@pytest.mark.parametrize(
    ("method", "cancelled", "status", "attendees", "alarms"),
    [
        (Method.REQUEST, False, "CONFIRMED", 1, 1),
        (Method.CANCEL, True, "CANCELLED", 1, 0),
        (Method.PUBLISH, False, "CONFIRMED", 0, 1),
    ],
)
def test_each_method_carries_what_the_standard_asks(
    method: Method, cancelled: bool, status: str, attendees: int, alarms: int
) -> None:
    file = read(replace(TALK, method=method, cancelled=cancelled, sequence=2))
    (entry,) = file.events

    assert (str(file["METHOD"]), str(file["VERSION"])) == (method.value, "2.0")
    assert {"UID", "DTSTAMP", "SEQUENCE", "ORGANIZER", "SUMMARY", "DTSTART"} <= set(entry)
    assert str(entry["STATUS"]) == status
    assert ("ATTENDEE" in entry) == bool(attendees)
    assert len(entry.walk("VALARM")) == alarms


def test_text_is_escaped_and_folded_between_characters() -> None:
    named = replace(TALK, summary="Ä" * 70 + "; one, two\\three\nfour")

    raw = calendar(named)

    lines = raw.encode().split(b"\r\n")
    assert all(line.decode() for line in lines if line)
    assert r"\; one\, two\\three\nfour" in raw.replace("\r\n ", "")
    assert str(read(named).events[0]["SUMMARY"]) == named.summary


def test_once_is_once_and_moments_are_in_utc() -> None:
    entry = read(TALK).events[0]
    once = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "ORGANIZER", "CREATED")

    names = [name for name, _value in entry.property_items(recursive=False)]

    assert [names.count(name) for name in once] == [1] * len(once)
    assert entry["DTSTAMP"].to_ical().endswith(b"Z")
    assert "DURATION" not in entry


def test_the_alarm_rings_an_hour_before() -> None:
    (alarm,) = read(TALK).walk("VALARM")

    assert (str(alarm["ACTION"]), alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(hours=-1))


def test_a_name_cannot_break_out_of_its_line() -> None:
    party = Party("sam@example.org", 'Sam\r\nATTENDEE:mailto:evil@example.org"')

    lines = calendar(replace(TALK, organizer=party)).split("\r\n")

    assert not any(line.startswith("ATTENDEE:mailto:evil") for line in lines)


def test_equal_bookings_give_equal_files() -> None:
    assert calendar(TALK) == calendar(replace(TALK))
