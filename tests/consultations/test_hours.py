from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from consultations.hours import OpenHours, Span, Window, instant, joined, time_off

NEW_YORK = ZoneInfo("America/New_York")
DAY = date(2026, 11, 23)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "minutes", "expected"),
    [
        ("UTC", DAY, 0, utc(2026, 11, 23)),
        ("UTC", DAY, 1440, utc(2026, 11, 24)),
        ("Asia/Kolkata", DAY, 9 * 60, utc(2026, 11, 23, 3, 30)),
        ("Asia/Kathmandu", DAY, 9 * 60, utc(2026, 11, 23, 3, 15)),
        ("America/New_York", DAY, 9 * 60, utc(2026, 11, 23, 14)),
        # 02:15 does not exist: the clocks jump at 07:00 UTC
        ("America/New_York", date(2027, 3, 14), 135, utc(2027, 3, 14, 7)),
        # 01:30 comes twice: the first pass counts
        ("America/New_York", date(2026, 11, 1), 90, utc(2026, 11, 1, 5, 30)),
        # half an hour skipped
        ("Australia/Lord_Howe", date(2026, 10, 4), 135, utc(2026, 10, 3, 15, 30)),
        # a whole day skipped over the date line
        ("Pacific/Apia", date(2011, 12, 30), 9 * 60, utc(2011, 12, 30, 10)),
    ],
)
def test_instant_of_a_wall_time(zone: str, day: date, minutes: int, expected: datetime) -> None:
    assert instant(ZoneInfo(zone), day, minutes) == expected


def test_hours_inside_the_skipped_hour_are_no_hours() -> None:
    week = OpenHours(NEW_YORK, weekly={6: (Span(135, 165),)})

    assert week.windows(date(2027, 3, 14), date(2027, 3, 14)) == []


def test_hours_over_the_repeated_hour_are_an_hour_longer() -> None:
    week = OpenHours(NEW_YORK, weekly={6: (Span(0, 180),)})

    (window,) = week.windows(date(2026, 11, 1), date(2026, 11, 1))

    assert window == Window(utc(2026, 11, 1, 4), utc(2026, 11, 1, 8))


def test_hours_that_meet_at_midnight_are_one_window() -> None:
    week = OpenHours(ZoneInfo("UTC"), weekly={0: (Span(1320, 1440),), 1: (Span(0, 120),)})

    assert week.windows(DAY, date(2026, 11, 24)) == [
        Window(utc(2026, 11, 23, 22), utc(2026, 11, 24, 2))
    ]


def test_hours_on_one_date_replace_the_weekly_ones() -> None:
    week = OpenHours(ZoneInfo("UTC"), weekly={0: (Span(540, 720),)}, dates={DAY: ()})

    assert week.windows(DAY, DAY) == []
    assert len(week.windows(date(2026, 11, 30), date(2026, 11, 30))) == 1


def test_time_off_without_times_is_whole_days() -> None:
    assert time_off(NEW_YORK, DAY, DAY) == Window(utc(2026, 11, 23, 5), utc(2026, 11, 24, 5))


def test_time_off_with_times_narrows_first_and_last_day() -> None:
    away = time_off(NEW_YORK, DAY, date(2026, 11, 24), time(14), time(10))

    assert away == Window(utc(2026, 11, 23, 19), utc(2026, 11, 24, 15))


def test_overlapping_windows_join() -> None:
    first, second = (
        Window(utc(2026, 1, 1, 9), utc(2026, 1, 1, 11)),
        Window(utc(2026, 1, 1, 10), utc(2026, 1, 1, 12)),
    )

    assert joined([second, first]) == [Window(utc(2026, 1, 1, 9), utc(2026, 1, 1, 12))]


def test_an_end_of_midnight_ends_the_day() -> None:
    assert Span.between(time(22), time(0)) == Span(1320, 1440)
