"""Letters to the author: trouble at once but no storm, the week on Mondays, all switchable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from contacts.models import Contact
from desk import tasks
from desk.actions import checks, notices
from desk.actions.findings import Check, CheckFinding, CheckMoment, fault, good
from mail.actions.preview import as_read
from mail.models import Message
from practice.models import Practice
from tests.desk.conftest import book

pytestmark = pytest.mark.slow

MINUTE = timedelta(minutes=1)


@pytest.fixture
def mine(robin: Contact) -> None:
    """An address of her own to write to."""
    Practice.objects.update(notice_email="me@practice.test", zone="Europe/Berlin")


def seen(moment: datetime, **found: CheckFinding) -> Message | None:
    """A round that finds this, and the letter it makes."""
    at = CheckMoment(moment, moment)
    made = [Check(key, key, lambda _at, one=one: one) for key, one in found.items()]
    checks.look_round(made, at)
    return notices.tell_trouble(at)


BROKEN = fault("Sending is paused.", "Ask your provider.")


def test_trouble_that_lasts_is_told_once(mine: None, moment: datetime) -> None:
    assert seen(moment, breaker=BROKEN) is None
    letter = seen(moment + 5 * MINUTE, breaker=BROKEN)
    assert letter
    assert letter.values["note_text"] == "Sending is paused. Ask your provider."
    assert seen(moment + 600 * MINUTE, breaker=BROKEN) is None


def test_trouble_that_mends_itself_is_no_news(mine: None, moment: datetime) -> None:
    seen(moment, breaker=BROKEN)
    seen(moment + 2 * MINUTE, breaker=good("Mail goes out."))

    assert seen(moment + 5 * MINUTE, breaker=BROKEN) is None


def test_a_storm_makes_one_letter(mine: None, moment: datetime) -> None:
    seen(moment, breaker=BROKEN)
    assert seen(moment + 5 * MINUTE, breaker=BROKEN)
    seen(moment + 6 * MINUTE, disk=BROKEN)
    assert seen(moment + 12 * MINUTE, disk=BROKEN) is None
    assert seen(moment + 366 * MINUTE, disk=BROKEN)


def test_what_was_never_filled_in_is_no_trouble(mine: None, moment: datetime) -> None:
    seen(moment, law=BROKEN)

    assert seen(moment + 6 * MINUTE, law=BROKEN) is None


def test_monday_letter_tells_numbers_and_needs_once(
    mine: None, moment: datetime, at: Callable[[datetime], None]
) -> None:
    at(moment)  # a Monday, ten o'clock in Berlin
    tasks.write_weekly()
    tasks.write_weekly()

    letter = Message.objects.get(key="weekly:2026-11-23")
    told = as_read(letter).text
    assert "Booked: 0 (0)" in told
    assert "the week from November 16, 2026" in told
    assert "Nothing has been heard of it" in letter.values["needs_text"]


@pytest.mark.parametrize("back", [timedelta(hours=4), timedelta(days=1)])
def test_no_monday_letter_before_its_hour(back: timedelta, mine: None, moment: datetime) -> None:
    assert notices.write_weekly(CheckMoment(moment - back, moment)) is None


@pytest.mark.parametrize("switch", ["tell_weekly", "tell_trouble"])
def test_each_may_be_switched_off(switch: str, mine: None, moment: datetime) -> None:
    Practice.objects.update(**{switch: False})
    seen(moment, breaker=BROKEN)

    trouble = seen(moment + 5 * MINUTE, breaker=BROKEN)
    weekly = notices.write_weekly(CheckMoment(moment, moment))

    assert {"tell_trouble": trouble, "tell_weekly": weekly}[switch] is None
    assert trouble or weekly


def test_notices_of_bookings_may_be_switched_off(mine: None, moment: datetime) -> None:
    Practice.objects.update(tell_bookings=False)
    before = Message.objects.filter(contact=None).count()

    book(moment, "another@example.net")

    assert Message.objects.filter(contact=None).count() == before


@pytest.mark.slow
def test_the_round_keeps_what_heavy_checks_found(
    mine: None, moment: datetime, at: Callable[[datetime], None]
) -> None:
    at(moment)
    tasks.look_round()

    line = checks.at_hand(
        [c for c in checks.EVERYTHING if c.key == "wording"], CheckMoment(moment, moment)
    )
    assert line[0].finding.words == "Every variable, passage and block has its text."
