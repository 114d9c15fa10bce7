"""Whoever changes a place in a course holds its person first, as erasing does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from contacts.models import Contact
from courses import actions
from courses.models import AddressChange, Enrollment
from health import budgets
from health.models import Spending
from mail.models import Message
from tests import letters
from tests.conftest import person
from tests.courses.conftest import deliver
from tests.locks import (
    assert_passes_over,
    assert_waits_with_free_hands,
    beside,
    only_with_locks,
    person_held,
)

pytestmark = only_with_locks
Join = Callable[..., Enrollment]
A_YEAR = timedelta(days=365)

ACTS: dict[str, Callable[..., object]] = {
    "leave": actions.leave,
    "pause": lambda **given: actions.pause(days=3, **given),
    "send_now": actions.send_now,
    "confirm": actions.confirm,
}


@pytest.mark.parametrize("act", ACTS)
def test_who_waits_for_a_person_does_not_hold_their_place(
    act: str, joined: Join, moment: datetime
) -> None:
    place = joined()

    assert assert_waits_with_free_hands(
        lambda: ACTS[act](enrollment=place, now=moment), place.contact, Enrollment.objects.all()
    )


@pytest.mark.parametrize("pass_", [actions.queue_due, actions.settle])
def test_scheduler_passes_over_somebody_who_is_being_erased(
    pass_: Callable[..., int], joined: Join, moment: datetime
) -> None:
    place, other = joined(), joined("kim@example.org")
    due = moment + A_YEAR
    if pass_ is actions.settle:
        assert actions.queue_due(now=due) == 2
        deliver(due)

    with person_held(place.contact) as pool:
        assert pool.submit(beside, lambda: pass_(now=due)).result(20) == 1
    assert pass_(now=due) == 1
    assert other.contact_id != place.contact_id


@pytest.fixture
def system_letters(once: Callable[..., None], moment: datetime) -> None:
    once("letters", lambda: letters.publish(moment))


@pytest.mark.usefixtures("system_letters")
def test_reminder_passes_over_somebody_who_is_being_erased(
    asked: Callable[..., Enrollment], moment: datetime
) -> None:
    place = asked()
    due = moment + timedelta(days=3)

    assert_passes_over(lambda: actions.remind(now=due), place.contact)
    assert actions.remind(now=due) == 1


@pytest.mark.usefixtures("system_letters")
def test_asking_for_a_new_address_waits_for_its_entry_before_its_letter_of_the_day(
    joined: Join, moment: datetime
) -> None:
    place, taken = joined(), person("taken@example.org")
    with transaction.atomic():
        budgets.reserve_letter(taken.email, now=moment)

    assert assert_waits_with_free_hands(
        lambda: actions.ask_address(contact=place.contact, email=taken.email, now=moment),
        taken,
        Spending.objects.all(),
    )
    assert Message.objects.get(contact=taken).not_before == moment + timedelta(days=1)


@pytest.mark.usefixtures("system_letters")
def test_new_address_waits_for_both_entries(joined: Join, moment: datetime) -> None:
    place = joined()
    actions.ask_address(contact=place.contact, email="new@example.org", now=moment)
    change = AddressChange.objects.get()
    waiting = Message.objects.filter(contact=change.reserve)

    moved = assert_waits_with_free_hands(
        lambda: actions.move_address(change=change, now=moment), change.reserve, waiting
    )

    assert isinstance(moved, Contact)
    assert moved.email == "new@example.org"


def test_a_row_that_points_to_a_person_may_be_written_while_a_batch_is_handled(
    joined: Join, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = joined()
    written: list[object] = []

    def meanwhile(places: list[Enrollment], now: datetime) -> None:
        with ThreadPoolExecutor(1) as pool:
            events = place.contact.events
            work = lambda: events.create(kind="replied", at=now)  # noqa: E731
            written.append(pool.submit(beside, work).result(20))

    monkeypatch.setattr("courses.actions.tick._look", meanwhile)

    assert actions.queue_due(now=moment + A_YEAR) == 1
    assert written
