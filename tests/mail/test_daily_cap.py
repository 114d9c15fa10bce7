"""The rising number of one-off letters a day."""

from __future__ import annotations

from datetime import date, timedelta

from mail.daily_cap import DAYS, DailyCap

DAY = date(2026, 11, 24)


def test_a_day_that_was_used_doubles_the_next() -> None:
    cap = DailyCap(first=200, days={DAY: 200, DAY + timedelta(days=3): 400})

    numbers = [cap.of(DAY + timedelta(days=late)) for late in (0, 1, 3, 4, 9)]

    assert numbers == [200, 400, 400, 800, 800]


def test_a_day_with_a_few_letters_raises_nothing() -> None:
    assert DailyCap(first=200, days={DAY: 99}).of(DAY + timedelta(days=1)) == 200


def test_what_is_taken_counts_at_once() -> None:
    cap = DailyCap(first=2, days={})

    assert [cap.take(DAY) for _ in range(3)] == [True, True, False]
    assert cap.of(DAY + timedelta(days=1)) == 4


def test_after_enough_days_there_is_no_cap() -> None:
    days = {DAY + timedelta(days=late): 2 << late for late in range(DAYS)}

    assert DailyCap(first=2, days=days).of(DAY + timedelta(days=DAYS)) is None
    assert DailyCap(first=0, days={}).take(DAY)
