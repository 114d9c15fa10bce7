"""Days and hours on the desk are by the practice's own clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from consultations.models import Booking
from contacts.models import Contact, Suppression
from practice.models import Practice

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
]
AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.fixture
def new_york(client: Client) -> Client:
    """The desk of a practice in New York."""
    practice = Practice.objects.the()
    practice.zone = "America/New_York"
    practice.save()
    client.force_login(get_user_model().objects.create_superuser("writer", "", "x"))
    return client


def test_lists_tell_the_hour_where_the_practice_is(new_york: Client) -> None:
    Suppression.objects.create(address_hash="0" * 64, reason="manual", at=AT)

    text = new_york.get("/admin/contacts/suppression/").content.decode()

    assert "Nov 22, 2026, 9:30 PM" in text
    assert timezone.get_current_timezone_name() == "UTC"


def test_booking_is_named_by_her_hour(new_york: Client, robin: Contact) -> None:
    booking = Booking.objects.get(contact=robin)
    Booking.objects.filter(pk=booking.pk).update(starts_at=AT)

    text = new_york.get(f"/admin/contacts/contact/{robin.pk}/change/").content.decode()

    assert "Nov 22, 2026, 9:30 PM" in text
    assert "2:30 AM" not in text


def test_hour_that_comes_twice_may_be_typed(new_york: Client, robin: Contact) -> None:
    """Nov 1, 2026, 1:30 AM comes twice in New York; the page takes the first and asks no more."""
    booking = Booking.objects.get(contact=robin)
    page = f"/admin/consultations/booking/{booking.pk}/brief/"

    answer = new_york.post(page, {"move": "1", "starts": "2027-11-07T01:30"})

    assert "couldn’t be interpreted" not in answer.content.decode()
