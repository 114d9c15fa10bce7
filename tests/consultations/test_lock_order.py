"""Whoever changes a booking holds its person first, as erasing does. Only PostgreSQL locks rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from consultations import actions
from consultations.models import Booking, Meeting, TimeRequest
from tests.consultations.conftest import WEDNESDAY
from tests.locks import assert_passes_over, assert_waits_with_free_hands, only_with_locks

pytestmark = only_with_locks
Book = Callable[..., Booking]
EVENING = WEDNESDAY + timedelta(hours=10)

ACTS: dict[str, Callable[..., object]] = {
    "confirm": actions.confirm,
    "cancel": actions.cancel,
    "move": lambda **given: actions.move(starts_at=WEDNESDAY + timedelta(hours=1), **given),
    "done": actions.mark_done,
}


@pytest.mark.parametrize("act", ACTS)
def test_who_waits_for_a_person_does_not_hold_their_booking(
    act: str, book: Book, moment: datetime
) -> None:
    booking = book(proven=act != "confirm")
    later = WEDNESDAY + timedelta(hours=2) if act == "done" else moment + timedelta(minutes=1)

    assert assert_waits_with_free_hands(
        lambda: ACTS[act](booking=booking, now=later), booking.contact, Booking.objects.all()
    )


@pytest.mark.parametrize("act", ["offer", "accept"])
def test_who_waits_for_a_person_does_not_hold_their_time_request(
    act: str, meeting: Meeting, moment: datetime
) -> None:
    time_request = actions.request_time(
        meeting=meeting, email="kim@example.org", first_name="", zone="UTC", text="", now=moment
    )
    assert isinstance(time_request, TimeRequest)
    given = {"time_request": time_request, "now": moment}
    if act == "accept":
        actions.offer(starts_at=EVENING, **given)
        work = lambda: actions.accept(**given)  # noqa: E731
    else:
        work = lambda: actions.offer(starts_at=EVENING, **given)  # noqa: E731

    came = assert_waits_with_free_hands(work, time_request.contact, TimeRequest.objects.all())

    assert isinstance(came, TimeRequest if act == "offer" else Booking)


def test_reminders_pass_over_somebody_who_is_being_erased(book: Book) -> None:
    booking = book()
    due = booking.remind_at
    assert due is not None

    assert_passes_over(lambda: actions.remind_due(now=due), booking.contact)
    assert actions.remind_due(now=due) == 1
