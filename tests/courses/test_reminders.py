"""The reminder to confirm: once, after two days, then silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from contacts.links import confirm_url
from courses import actions
from courses.models import Enrollment
from mail.models import Message
from tests import letters

Ask = Callable[..., Enrollment]
TWO_DAYS = timedelta(hours=48)


@pytest.fixture(autouse=True)
def _letter(db: None) -> None:
    at = datetime.fromisoformat("2026-11-23T09:00Z")
    letters.published("confirm_reminder", text="Press {{ confirm_url }}", now=at)


def test_one_reminder_after_two_days_then_silence(asked: Ask, moment: datetime) -> None:
    place = asked()

    actions.remind(now=moment + TWO_DAYS - timedelta(minutes=1))
    assert not Message.objects.exists()
    for days in range(2, 40):
        actions.remind(now=moment + timedelta(days=days))

    message = Message.objects.get()
    assert (message.purpose, message.consent) == ("requested", "")
    assert message.values == {"confirm_url": confirm_url(place.contact)}


def test_whoever_confirmed_is_not_reminded(joined: Ask, moment: datetime) -> None:
    joined()

    actions.remind(now=moment + timedelta(days=3))

    assert not Message.objects.exists()


def test_asking_again_neither_delays_the_reminder_nor_makes_a_second(
    asked: Ask, moment: datetime
) -> None:
    asked()
    asked(now=moment + timedelta(hours=47))
    actions.remind(now=moment + TWO_DAYS)
    assert Message.objects.count() == 1

    asked(now=moment + timedelta(days=5))
    actions.remind(now=moment + timedelta(days=9))

    assert Message.objects.count() == 1


def test_somebody_who_left_is_not_reminded(joined: Ask, asked: Ask, moment: datetime) -> None:
    actions.leave(enrollment=joined(), now=moment)
    asked(now=moment + timedelta(days=1))

    actions.remind(now=moment + timedelta(days=9))

    assert not Message.objects.exists()
