"""A practice in New York, open on weekday mornings; one kind of meeting; letters published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest

from consultations import actions
from consultations.models import Availability, Booking, Meeting
from practice.models import Practice
from tests import letters

# 9:00 in New York on Wednesday
WEDNESDAY = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)


@pytest.fixture
def meeting(once: Callable[..., None], moment: datetime) -> Meeting:
    """50 minutes and 10 kept free after, every hour on weekdays from 9:00 to 12:00, a day ahead."""

    once("letters", lambda: letters.publish(moment))
    practice = Practice.objects.the()
    practice.zone, practice.author_name = "America/New_York", "Sam Doe"
    practice.save()
    for weekday in range(5):
        Availability.objects.create(weekday=weekday, start=time(9), end=time(12))
    return Meeting.objects.create(
        key="talk", title="A talk", every_minutes=60, video_link="https://video.example/room"
    )


@pytest.fixture
def book(meeting: Meeting, moment: datetime):
    """`book(...)` books Wednesday at 9:00 for Kim in Kolkata, who came by a letter, or what else
    is said; `proven=False`: anybody may have typed the address.
    """

    def book(**changes: object) -> Booking:
        wanted = {
            "meeting": meeting,
            "starts_at": WEDNESDAY,
            "email": "kim@example.org",
            "first_name": "Kim",
            "zone": "Asia/Kolkata",
            "note": "About one stuck place.",
            "proven": True,
            "now": moment,
        }
        return actions.book(**{**wanted, **changes})

    return book
