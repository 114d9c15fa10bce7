"""Whoever changes a booking holds its person first, as erasing does. Only PostgreSQL locks rows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from django.db import connection, transaction

from consultations import actions
from consultations.models import Booking
from contacts.models import Contact
from tests.consultations.conftest import WEDNESDAY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="locks of rows"),
]

ACTS: dict[str, Callable[..., object]] = {
    "confirm": actions.confirm,
    "cancel": actions.cancel,
    "move": lambda **given: actions.move(starts_at=WEDNESDAY + timedelta(hours=1), **given),
    "done": actions.mark_done,
}


def beside(work: Callable[[], object]) -> object:
    """In a thread, over a connection of its own."""
    try:
        return work()
    finally:
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("act", ACTS)
def test_who_waits_for_a_person_does_not_hold_their_booking(
    act: str, book: Callable[..., Booking], moment: datetime
) -> None:
    booking = book(proven=act != "confirm")
    later = WEDNESDAY + timedelta(hours=2) if act == "done" else moment + timedelta(minutes=1)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Contact.objects.select_for_update().get(pk=booking.contact_id)  # as erasing begins
            work = pool.submit(beside, lambda: ACTS[act](booking=booking, now=later))
            wait_until(somebody_waits, work)
            free = Booking.objects.select_for_update(skip_locked=True, of=("self",))
            assert list(free.filter(pk=booking.pk))
        assert work.result(20)


def wait_until(holds: Callable[[], bool], work: Any) -> None:
    deadline = monotonic() + 20
    while not holds() and monotonic() < deadline:
        assert not work.done(), work.result()


def test_reminders_pass_over_somebody_who_is_being_erased(
    book: Callable[..., Booking],
) -> None:
    booking = book()
    due = booking.remind_at
    assert due is not None

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Contact.objects.select_for_update().get(pk=booking.contact_id)
        work = pool.submit(beside, lambda: actions.remind_due(now=due))
        assert work.result(20) == 0
    assert actions.remind_due(now=due) == 1
