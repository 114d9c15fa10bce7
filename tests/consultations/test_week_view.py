"""The author's week: where it opens, and its days as a list."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consultations.hours import OpenHours, Span, Window, time_off
from consultations.week_view import WeekBooking, by_day, opening, rows

NEW_YORK = ZoneInfo("America/New_York")
MORNINGS = {day: (Span(9 * 60, 12 * 60),) for day in range(5)}
MONDAY, NEXT, LATER = date(2026, 11, 16), date(2026, 11, 23), date(2026, 12, 7)
HOLIDAY = time_off(NEW_YORK, date(2026, 11, 20), date(2026, 12, 6))


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 on the author's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "bookings", "away", "monday"),
    [
        (on(16, 8), [], (), MONDAY),
        (on(20, 11, 59), [], (), MONDAY),
        (on(20, 12), [], (), NEXT),  # Friday noon: the last open hour is over
        (on(20, 12), [(on(21, 10), on(21, 11))], (), MONDAY),  # but somebody comes on Saturday
        (on(21, 10, 30), [(on(21, 10), on(21, 11))], (), MONDAY),  # and is there now
        (on(21, 11), [(on(21, 10), on(21, 11))], (), NEXT),
        (on(22, 10), [], (), NEXT),  # Sunday
        (on(22, 23, 59), [], (), NEXT),
        (on(23, 0), [], (), NEXT),
        (on(19, 13), [], (HOLIDAY,), LATER),  # away: the week after the holiday
        (on(19, 13), [(on(30, 9), on(30, 10))], (HOLIDAY,), date(2026, 11, 30)),
    ],
)
def test_it_opens_on_the_week_of_what_comes_next(
    now: datetime,
    bookings: Sequence[tuple[datetime, datetime]],
    away: tuple[Window, ...],
    monday: date,
) -> None:
    week = OpenHours(NEW_YORK, weekly=MORNINGS, away=away)

    assert opening(week, bookings=[Window(*one) for one in bookings], now=now) == monday


def test_without_any_hours_it_opens_on_the_present_week() -> None:
    assert opening(OpenHours(NEW_YORK), bookings=[], now=on(22, 10)) == MONDAY


def test_a_day_is_told_in_stretches_each_booking_once() -> None:
    first, second = (
        WeekBooking(number, name, on(18, 10, minute), on(18, 10, minute + 20), "booked", name, "")
        for number, (name, minute) in enumerate([("Kim", 0), ("Jo", 20)])
    )
    week = OpenHours(NEW_YORK, weekly=MORNINGS)
    busy = [Window(on(18, 11), on(18, 11, 30))]

    table = rows(week, MONDAY, bookings=[first, second], busy=busy, now=on(16, 8))
    told = [(one.since, one.until, one.state) for one in by_day(table, MONDAY)[2][1]]

    assert told == [
        ("9:00 AM", "10:00 AM", "open"),
        ("Kim", "", "booked"),
        ("Jo", "", "booked"),
        ("11:00 AM", "11:30 AM", "busy"),
        ("11:30 AM", "12:00 PM", "open"),
    ]
    assert by_day(table, MONDAY)[6] == (MONDAY + timedelta(days=6), [])
