"""When to try again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mail import backoff
from mail.smtp_replies import SmtpOutcome


def test_first_wait_is_half_an_hour_and_waits_grow(moment: datetime) -> None:
    waits = [backoff.next_try(tries=tries, now=moment) for tries in range(1, 10)]

    assert waits[0] == moment + timedelta(minutes=30)
    assert waits == sorted(waits)


def test_message_is_given_up_after_about_four_days(moment: datetime) -> None:
    total = sum(backoff.DELAYS, timedelta())

    assert timedelta(days=3, hours=12) < total <= timedelta(days=4)
    assert backoff.next_try(tries=len(backoff.DELAYS) + 1, now=moment) is None


def test_pauses_grow_and_stay_at_the_last(moment: datetime) -> None:
    pauses = [backoff.next_pause(pauses=count, now=moment) - moment for count in range(10)]

    assert pauses[1] == timedelta(minutes=1)
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=2)


@pytest.mark.parametrize(
    ("outcome", "tries", "minutes"),
    [
        (SmtpOutcome.LATER, 1, 30),
        (SmtpOutcome.LOST, 1, 2),
        (SmtpOutcome.UNSURE, 2, 2),
        (SmtpOutcome.SENDER, 1, 0),
        (SmtpOutcome.LOST, 3, 120),
        (SmtpOutcome.SENDER, 3, 120),
    ],
)
def test_what_is_hardly_the_messages_fault_is_tried_soon_but_not_for_ever(
    outcome: SmtpOutcome, tries: int, minutes: int, moment: datetime
) -> None:
    at = backoff.after(outcome, is_ours=False, tries=tries, now=moment)

    assert at == moment + timedelta(minutes=minutes)
