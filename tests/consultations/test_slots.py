from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.hours import OpenHours, Span, time_off
from consultations.slots import (
    CELL,
    Closed,
    Rules,
    TakenTimes,
    by_day,
    cells,
    nearest,
    read_start,
    slots,
    why_closed,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MORNING = {day: (Span(540, 720),) for day in range(5)}
ZONES = (
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
)


def rules(zone: str = "UTC", **fields: object) -> Rules:
    week = OpenHours(ZoneInfo(zone), weekly=MORNING)
    return replace(Rules(week=week, minutes=50, every=60, horizon=timedelta(days=7)), **fields)


def local(starts: list[datetime], zone: str) -> list[str]:
    return [f"{start.astimezone(ZoneInfo(zone)):%a %H:%M}" for start in starts]


def test_a_morning_offers_a_start_every_step() -> None:
    found = slots(rules(), TakenTimes(), now=NOW, last=NOW.date())

    assert local(found, "UTC") == ["Mon 09:00", "Mon 10:00", "Mon 11:00"]


def test_a_meeting_must_end_before_the_hours_do() -> None:
    found = slots(rules(minutes=90, every=30), TakenTimes(), now=NOW, last=NOW.date())

    assert local(found, "UTC") == ["Mon 09:00", "Mon 09:30", "Mon 10:00", "Mon 10:30"]


def test_notice_and_horizon_are_included_to_the_minute() -> None:
    found = slots(
        rules(notice=timedelta(hours=25), horizon=timedelta(days=2, hours=1)), TakenTimes(), now=NOW
    )

    assert local(found, "UTC") == ["Tue 10:00", "Tue 11:00", "Wed 09:00", "Wed 10:00"]


def test_a_booking_and_its_buffers_close_the_neighbours() -> None:
    buffered = rules(after=15)
    taken = TakenTimes(cells=frozenset(cells(NOW + timedelta(hours=1), buffered)))

    found = slots(buffered, taken, now=NOW, last=NOW.date())

    assert local(found, "UTC") == []


def test_without_buffers_only_the_booked_time_is_closed() -> None:
    taken = TakenTimes(cells=frozenset(cells(NOW + timedelta(hours=1), rules())))

    found = slots(rules(), taken, now=NOW, last=NOW.date())

    assert local(found, "UTC") == ["Mon 09:00", "Mon 11:00"]


@pytest.mark.parametrize(("field", "days"), [("per_day", {"Mon"}), ("per_week", {"Mon", "Tue"})])
def test_a_limit_closes_its_whole_day_or_week(field: str, days: set[str]) -> None:
    taken = TakenTimes(starts=(NOW + timedelta(hours=1),))

    found = slots(rules(**{field: 1}), taken, now=NOW, last=NOW.date() + timedelta(days=1))

    assert {f"{start:%a}" for start in found} == {"Mon", "Tue"} - days


def test_time_off_closes_what_it_touches() -> None:
    week = OpenHours(
        ZoneInfo("UTC"),
        MORNING,
        away=(time_off(ZoneInfo("UTC"), NOW.date(), NOW.date(), None, time(9, 30)),),
    )

    found = slots(rules(week=week), TakenTimes(), now=NOW, last=NOW.date())

    assert local(found, "UTC") == ["Mon 10:00", "Mon 11:00"]


def test_a_meeting_may_run_over_midnight() -> None:
    weekly = {0: (Span(1380, 1440),), 1: (Span(0, 60),)}
    late = rules(week=OpenHours(ZoneInfo("UTC"), weekly), every=30)

    found = slots(late, TakenTimes(), now=NOW, last=NOW.date() + timedelta(days=1))

    assert local(found, "UTC") == ["Mon 23:00", "Mon 23:30", "Tue 00:00"]


def test_hours_keep_their_wall_time_when_the_clocks_change() -> None:
    now = datetime(2026, 10, 30, 0, tzinfo=UTC)  # New York falls back on November 1

    found = slots(rules("America/New_York"), TakenTimes(), now=now, last=date(2026, 11, 2))

    assert local(found, "America/New_York")[:3] == ["Fri 09:00", "Fri 10:00", "Fri 11:00"]
    assert [start.hour for start in found] == [13, 14, 15, 14, 15, 16]


def test_a_visitor_in_a_half_hour_zone_sees_her_own_days() -> None:
    found = slots(rules("America/New_York"), TakenTimes(), now=NOW, last=NOW.date())

    grouped = by_day(found, ZoneInfo("Asia/Kolkata"))

    assert {day: [f"{start:%H:%M}" for start in starts] for day, starts in grouped.items()} == {
        date(2026, 11, 23): ["19:30", "20:30", "21:30"]
    }


def test_days_beyond_midnight_belong_to_the_visitors_day() -> None:
    found = slots(rules("America/New_York"), TakenTimes(), now=NOW, last=NOW.date())

    assert list(by_day(found, ZoneInfo("Pacific/Auckland"))) == [date(2026, 11, 24)]


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (NOW - timedelta(minutes=5), Closed.PAST),
        (NOW + timedelta(hours=1), Closed.TOO_SOON),
        (NOW + timedelta(days=8), Closed.TOO_FAR),
        (NOW + timedelta(days=1, minutes=5), Closed.OUTSIDE),
        (NOW + timedelta(days=1, hours=9), Closed.OUTSIDE),
        (NOW + timedelta(days=1), Closed.TAKEN),
        (NOW + timedelta(days=1, hours=1), Closed.FULL),
        (NOW + timedelta(days=2), None),
    ],
)
def test_why_a_time_is_closed(start: datetime, reason: Closed | None) -> None:
    limited = rules(notice=timedelta(hours=12), per_day=1)
    booked = NOW + timedelta(days=1)
    taken = TakenTimes(cells=frozenset(cells(booked, limited)), starts=(booked,))

    assert why_closed(start, limited, taken, now=NOW) == reason


def test_nearest_are_the_closest_in_order() -> None:
    times = [NOW + timedelta(hours=hour) for hour in (1, 2, 5, 9)]

    assert nearest(times, NOW + timedelta(hours=4), 2) == [times[1], times[2]]


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-11-30", "2026-11-30T09:00", "2026-11-30T09:01Z", "9999-12-31T23:55-12:00"],
)
def test_a_forged_start_is_no_time(text: str) -> None:
    assert read_start(text) is None


def test_a_start_is_read_in_any_zone() -> None:
    assert read_start("2026-11-30T14:30+05:30") == datetime(2026, 11, 30, 9, tzinfo=UTC)


fives = st.integers(1, 24).map(lambda count: count * 5)
spans = st.tuples(st.integers(0, 287), st.integers(1, 288)).map(
    lambda pair: Span(min(pair[0], pair[1] - 1) * 5, pair[1] * 5)
)
moments = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Rules, TakenTimes, datetime]:
    now = draw(moments)
    week = OpenHours(
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        weekly=draw(st.dictionaries(st.integers(0, 6), st.tuples(spans), max_size=7)),
    )
    some = Rules(
        week=week,
        minutes=draw(fives),
        every=draw(fives),
        before=draw(st.sampled_from((0, 5, 15))),
        after=draw(st.sampled_from((0, 10, 30))),
        notice=timedelta(hours=draw(st.integers(0, 48))),
        horizon=timedelta(days=draw(st.integers(1, 10))),
        per_day=draw(st.none() | st.integers(1, 3)),
    )
    open_now = slots(some, TakenTimes(), now=now)
    booked = draw(st.lists(st.sampled_from(open_now), max_size=4)) if open_now else []
    held = frozenset(cell for start in booked for cell in cells(start, some))
    return some, TakenTimes(held, tuple(booked)), now


@settings(max_examples=150, deadline=None)
@given(situations())
def test_every_slot_keeps_every_rule(situation: tuple[Rules, TakenTimes, datetime]) -> None:
    some, taken, now = situation

    for start in slots(some, taken, now=now):
        assert why_closed(start, some, taken, now=now) is None
        assert now + some.notice <= start <= now + some.horizon
        assert start.timestamp() % CELL.total_seconds() == 0
        assert taken.cells.isdisjoint(cells(start, some))


@settings(max_examples=100, deadline=None)
@given(situations())
def test_every_slot_lies_in_the_hours_on_the_clock(
    situation: tuple[Rules, TakenTimes, datetime],
) -> None:
    some, taken, now = situation
    zone = some.week.zone

    for start in slots(some, taken, now=now):
        minute = start
        while minute < start + timedelta(minutes=some.minutes):
            wall = minute.astimezone(zone)
            at = wall.hour * 60 + wall.minute
            assert any(span.start <= at < span.end for span in some.week.spans(wall.date()))
            minute += CELL


@settings(max_examples=100, deadline=None)
@given(situations())
def test_booking_a_slot_closes_it_and_opens_nothing(
    situation: tuple[Rules, TakenTimes, datetime],
) -> None:
    some, taken, now = situation
    before = slots(some, taken, now=now)
    if not before:
        return

    booked = before[len(before) // 2]
    after = slots(
        some, TakenTimes(taken.cells | set(cells(booked, some)), (*taken.starts, booked)), now=now
    )

    assert booked not in after
    assert set(after) < set(before)
