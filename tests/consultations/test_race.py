"""Two hundred want one hour: the rows decide, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connections

from consultations import actions
from consultations.models import BookedCell, Booking, Meeting
from consultations.slots import Closed, Refusal
from tests.consultations.conftest import WEDNESDAY

pytestmark = pytest.mark.slow

AT_ONCE = 40


@pytest.mark.django_db(transaction=True)
def test_two_hundred_requests_for_one_slot_give_one_booking(
    meeting: Meeting, moment: datetime
) -> None:
    def request(number: int) -> Booking | Refusal:
        try:
            return actions.book(
                meeting=meeting,
                starts_at=WEDNESDAY,
                email=f"visitor{number}@example.org",
                first_name="",
                zone="UTC",
                note="",
                now=moment,
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as visitors:
        outcomes = list(visitors.map(request, range(200)))

    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert len(refusals) == 199
    assert {refusal.why for refusal in refusals} == {Closed.TAKEN}
    assert all(WEDNESDAY not in refusal.nearest and refusal.nearest for refusal in refusals)
    assert Booking.objects.count() == 1
    assert BookedCell.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_the_day_limit_holds_in_a_race(meeting: Meeting, moment: datetime) -> None:
    meeting.per_day = 2
    meeting.save()

    def request(number: int) -> Booking | Refusal:
        try:
            return actions.book(
                meeting=meeting,
                starts_at=WEDNESDAY.replace(hour=14 + number % 3),
                email=f"visitor{number}@example.org",
                first_name="",
                zone="UTC",
                note="",
                now=moment,
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as visitors:
        list(visitors.map(request, range(24)))

    assert Booking.objects.count() == 2
