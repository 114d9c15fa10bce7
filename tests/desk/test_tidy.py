"""By the hour, what the privacy page says is forgotten is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

import consultations.actions
from assessments.models import Attempt
from consultations.models import Booking, Meeting, TimeRequest
from contacts.models import Contact
from desk import tasks
from tests.desk.conftest import finished

pytestmark = pytest.mark.slow


def test_the_networks_number_goes_once_no_limit_asks_for_it(
    robin: Contact, moment: datetime, at: Callable[[datetime], None]
) -> None:
    time_request = consultations.actions.request_time(
        meeting=Meeting.objects.all()[0], email="kim@example.org", first_name="", zone="UTC",
        text="Soon?", place=7, now=moment,
    )  # fmt: skip
    assert isinstance(time_request, TimeRequest)
    booking = Booking.objects.get()
    Booking.objects.update(place=7)

    at(moment)
    tasks.tidy()
    assert (Booking.objects.get().place, TimeRequest.objects.get().place) == (7, 7)
    at(max(booking.starts_at, moment + timedelta(days=7)))
    tasks.tidy()

    assert (Booking.objects.get().place, TimeRequest.objects.get().place) == (None, None)


def test_unfinished_answers_and_unconfirmed_people_go_after_their_time(
    robin: Contact, moment: datetime, at: Callable[[datetime], None]
) -> None:
    left = finished(moment)
    Attempt.objects.filter(pk=left.pk).update(finished_at=None, saved_at=moment)
    Contact.objects.create(email="kim@example.org", created_at=moment)

    at(moment + timedelta(days=365))
    tasks.tidy()

    assert not Attempt.objects.filter(pk=left.pk).exists()
    assert list(Contact.objects.all()) == [robin]
