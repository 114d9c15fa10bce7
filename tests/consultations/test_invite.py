from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from consultations.invite import Invitation, Method, Party, calendar

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
    zone=ZoneInfo("America/New_York"),
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


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
def test_the_instant_survives_in_every_zone(zone: str) -> None:
    entry = read(replace(TALK, zone=ZoneInfo(zone))).events[0]

    assert entry.start == START
    assert entry.end - entry.start == timedelta(minutes=50)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Europe/Berlin"])
def test_a_named_zone_brings_its_rules(zone: str) -> None:
    file = read(replace(TALK, zone=ZoneInfo(zone)))

    (rules,) = file.walk("VTIMEZONE")
    assert str(rules["TZID"]) == file.events[0]["DTSTART"].params["TZID"] == zone
    began = [part["DTSTART"].dt for part in rules.walk() if part.name != "VTIMEZONE"]
    assert min(began) < START.replace(tzinfo=None)


def test_the_rules_give_the_offset_of_the_day() -> None:
    summer = datetime(2026, 7, 1, 13, tzinfo=UTC)
    moved = replace(TALK, starts_at=summer, ends_at=summer + timedelta(hours=1))

    (rules,) = read(moved).walk("VTIMEZONE")

    assert summer.astimezone(rules.to_tz()).utcoffset() == timedelta(hours=-4)


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


# New York changes its clocks on March 14, 2027, at 7:00 UTC; Sydney on April 3, at 16:00 UTC.
@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("America/New_York", datetime(2027, 3, 14, 7, tzinfo=UTC)),
        ("Australia/Sydney", datetime(2027, 4, 3, 16, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("hours", [-25, -1, 0, 1, 25])
def test_its_own_rules_give_the_instant_around_a_change_of_clocks(
    zone: str, change: datetime, hours: int
) -> None:
    """A calendar that knows no zone names has only the file's VTIMEZONE to go by."""
    starts_at = change + timedelta(hours=hours)
    ends_at = starts_at + timedelta(minutes=50)
    moved = replace(TALK, zone=ZoneInfo(zone), starts_at=starts_at, ends_at=ends_at)

    file = read(moved)

    (rules,), entry = file.walk("VTIMEZONE"), file.events[0]
    own = rules.to_tz(lookup_tzid=False)
    for name, expected in (("DTSTART", starts_at), ("DTEND", ends_at)):
        written = entry[name].dt
        if "TZID" in entry[name].params:
            written = written.replace(tzinfo=own, fold=0)
        assert written.astimezone(UTC) == expected


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
