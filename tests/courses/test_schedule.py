"""When a lesson may go: tables with every edge, and properties over all zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.schedule import (
    WEEKDAYS,
    NeverOpens,
    Timetable,
    earliest_day,
    local_day,
    never_opens,
    next_slot,
    open_slot,
    slot_on,
    zone,
)
from practice.zones import known_zones

WORKDAYS = frozenset(WEEKDAYS[:5])
EVERY_DAY = frozenset(WEEKDAYS)
NINE = Timetable(WORKDAYS, 9, 4)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "day", "timetable", "opens", "closes"),
    [
        ("UTC", date(2026, 11, 24), NINE, utc(2026, 11, 24, 9), utc(2026, 11, 24, 13)),
        # The days around both changes of the clock keep their nine o'clock.
        ("Europe/Berlin", date(2026, 3, 27), NINE, utc(2026, 3, 27, 8), utc(2026, 3, 27, 12)),
        ("Europe/Berlin", date(2026, 3, 30), NINE, utc(2026, 3, 30, 7), utc(2026, 3, 30, 11)),
        ("America/New_York", date(2026, 11, 2), NINE, utc(2026, 11, 2, 14), utc(2026, 11, 2, 18)),
        # Half and quarter hours.
        ("Asia/Kolkata", date(2026, 11, 24), NINE, utc(2026, 11, 24, 3, 30), None),
        ("Asia/Kathmandu", date(2026, 11, 24), NINE, utc(2026, 11, 24, 3, 15), None),
        ("Australia/Lord_Howe", date(2026, 4, 6), NINE, utc(2026, 4, 5, 22, 30), None),
        # The far ends of the day.
        ("Pacific/Kiritimati", date(2026, 11, 24), NINE, utc(2026, 11, 23, 19), None),
        ("Pacific/Pago_Pago", date(2026, 11, 24), NINE, utc(2026, 11, 24, 20), None),
        # A leap day.
        ("UTC", date(2028, 2, 29), NINE, utc(2028, 2, 29, 9), None),
        # An hour the clock jumps over opens with the first that exists.
        (
            "America/New_York",
            date(2026, 3, 8),
            Timetable(EVERY_DAY, 2, 4),
            utc(2026, 3, 8, 7),
            None,
        ),
        # An hour that comes twice opens the first time.
        (
            "Europe/Berlin",
            date(2026, 10, 25),
            Timetable(EVERY_DAY, 2, 1),
            utc(2026, 10, 25, 0),
            utc(2026, 10, 25, 1),
        ),
        # A window ends with its day.
        (
            "Europe/Berlin",
            date(2026, 11, 24),
            Timetable(EVERY_DAY, 22, 8),
            utc(2026, 11, 24, 21),
            utc(2026, 11, 24, 23),
        ),
    ],
)
def test_slot_opens_at_the_local_hour(
    name: str, day: date, timetable: Timetable, opens: datetime, closes: datetime | None
) -> None:
    slot = slot_on(day, timetable=timetable, zone=ZoneInfo(name))

    assert slot is not None
    assert slot.opens_at == opens
    assert closes is None or slot.closes_at == closes


@pytest.mark.parametrize(
    ("name", "day", "timetable"),
    [
        ("UTC", date(2026, 11, 28), NINE),
        ("UTC", date(2026, 12, 25), Timetable(WORKDAYS, 9, 4, frozenset({date(2026, 12, 25)}))),
        # Samoa went to bed on Thursday and woke up on Saturday.
        ("Pacific/Apia", date(2011, 12, 30), NINE),
    ],
    ids=["weekend", "holiday", "a day that never was"],
)
def test_no_slot(name: str, day: date, timetable: Timetable) -> None:
    assert slot_on(day, timetable=timetable, zone=ZoneInfo(name)) is None


@pytest.mark.parametrize(
    ("now", "earliest", "taken", "opens"),
    [
        # Monday before nine, at nine, in the window, at its end.
        (utc(2026, 11, 23, 6), date(2026, 11, 23), (), utc(2026, 11, 23, 8)),
        (utc(2026, 11, 23, 8), date(2026, 11, 23), (), utc(2026, 11, 23, 8)),
        (utc(2026, 11, 23, 11, 59), date(2026, 11, 23), (), utc(2026, 11, 23, 8)),
        (utc(2026, 11, 23, 12), date(2026, 11, 23), (), utc(2026, 11, 24, 8)),
        # The delay reaches into a weekend.
        (utc(2026, 11, 27, 8), date(2026, 11, 28), (), utc(2026, 11, 30, 8)),
        # A day taken, over the end of a month.
        (utc(2026, 11, 30, 6), date(2026, 11, 30), (date(2026, 11, 30),), utc(2026, 12, 1, 8)),
        # Long past its day: the next opening, not many.
        (utc(2026, 12, 9, 20), date(2026, 11, 23), (), utc(2026, 12, 10, 8)),
    ],
)
def test_next_slot(now: datetime, earliest: date, taken: tuple[date, ...], opens: datetime) -> None:
    slot = next_slot(
        timetable=NINE, zone=ZoneInfo("Europe/Berlin"), earliest=earliest, now=now, taken=taken
    )

    assert slot.opens_at == opens


def test_delay_counts_local_days() -> None:
    late_evening = utc(2026, 11, 23, 23, 30)

    assert earliest_day(late_evening, delay_days=1, zone=ZoneInfo("UTC")) == date(2026, 11, 24)
    tokyo = earliest_day(late_evening, delay_days=1, zone=ZoneInfo("Asia/Tokyo"))
    assert tokyo == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("Asia/Tokyo", "Europe/Berlin"), "Asia/Tokyo"),
        (("", "Europe/Berlin"), "Europe/Berlin"),
        (("Mars/Phobos", ""), "UTC"),
        (("../../etc/passwd", "America"), "UTC"),
    ],
)
def test_zone_is_the_first_that_exists(names: tuple[str, ...], found: str) -> None:
    assert zone(*names).key == found


def test_timetable_that_never_opens_is_found_out() -> None:
    days_off = frozenset(date(2026, 11, 23) + timedelta(days=n) for n in range(500))

    assert never_opens(Timetable(frozenset(), 9, 4), now=utc(2026, 11, 23))
    assert never_opens(Timetable(EVERY_DAY, 9, 4, days_off), now=utc(2026, 11, 23))
    assert not never_opens(NINE, now=utc(2026, 11, 23))
    with pytest.raises(NeverOpens):
        next_slot(
            timetable=Timetable(frozenset(), 9, 4),
            zone=ZoneInfo("UTC"),
            earliest=date(2026, 11, 23),
            now=utc(2026, 11, 23),
        )


zones = st.sampled_from(sorted(known_zones())).map(ZoneInfo)
moments = st.integers(0, 37 * 366 * 24 * 60).map(
    lambda minutes: utc(2000, 1, 1) + timedelta(minutes=minutes)
)
timetables = st.builds(
    Timetable,
    days=st.frozensets(st.sampled_from(WEEKDAYS), min_size=1),
    hour=st.integers(0, 23),
    hours=st.integers(1, 24),
)


@settings(max_examples=300, deadline=None)
@given(timetable=timetables, zone=zones, now=moments, ahead=st.integers(0, 40))
def test_next_slot_is_decent_and_the_first(
    timetable: Timetable, zone: ZoneInfo, now: datetime, ahead: int
) -> None:
    earliest = local_day(now, zone) + timedelta(days=ahead)

    slot = next_slot(timetable=timetable, zone=zone, earliest=earliest, now=now)

    assert slot.day >= earliest
    assert WEEKDAYS[slot.day.weekday()] in timetable.days
    assert local_day(slot.opens_at, zone) == slot.day
    assert local_day(slot.closes_at - timedelta(microseconds=1), zone) == slot.day
    assert slot.opens_at.astimezone(zone).hour >= timetable.hour
    assert now < slot.closes_at
    assert slot.opens_at < slot.closes_at
    again = next_slot(timetable=timetable, zone=zone, earliest=earliest, now=slot.opens_at)
    assert again == slot or slot.opens_at < now
    assert open_slot(timetable=timetable, zone=zone, now=slot.opens_at) == slot


@settings(max_examples=200, deadline=None)
@given(zone=zones, now=moments)
def test_the_next_day_is_never_the_same_day(zone: ZoneInfo, now: datetime) -> None:
    timetable = Timetable(EVERY_DAY, 9, 4)
    first = next_slot(timetable=timetable, zone=zone, earliest=local_day(now, zone), now=now)
    second = next_slot(
        timetable=timetable,
        zone=zone,
        earliest=earliest_day(first.opens_at, delay_days=1, zone=zone),
        now=first.opens_at,
    )

    assert second.day > first.day
    assert second.opens_at - first.opens_at >= timedelta(hours=20)
