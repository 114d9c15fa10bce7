"""Whoever changes a guide or an asking holds its person first, as erasing does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from guides import actions
from guides.actions.build import make
from guides.actions.receive import receive, send_link
from guides.models import GuideCopy, GuideRequest, LinkRequest
from tests.guides.conftest import WORKER
from tests.locks import assert_passes_over, assert_waits_with_free_hands, only_with_locks

pytestmark = only_with_locks
Ask = Callable[..., GuideCopy]


def test_asking_of_a_known_address_waits_for_its_person(ask: Ask, moment: datetime) -> None:
    contact = ask().contact
    GuideRequest.objects.update(copy=None, due_at=moment)
    pk = GuideRequest.objects.get().pk

    assert assert_waits_with_free_hands(
        lambda: receive(pk, now=moment), contact, GuideRequest.objects.all()
    )


def test_asking_that_was_received_waits_for_its_person(ask: Ask, moment: datetime) -> None:
    contact = ask().contact
    GuideRequest.objects.update(due_at=moment)
    pk = GuideRequest.objects.get().pk

    assert assert_waits_with_free_hands(
        lambda: receive(pk, now=moment), contact, GuideRequest.objects.all()
    )


def test_link_wanted_again_waits_for_its_person(ask: Ask, moment: datetime) -> None:
    contact = ask().contact
    actions.request_link(email=contact.email, now=moment)
    pk = LinkRequest.objects.get().pk

    assert assert_waits_with_free_hands(
        lambda: send_link(pk, now=moment), contact, LinkRequest.objects.all()
    )


@pytest.mark.usefixtures("press")
def test_finished_guide_waits_for_its_person(ask: Ask, moment: datetime) -> None:
    contact = ask().contact
    copy = actions.claim(worker=WORKER, now=moment)
    assert copy is not None

    assert assert_waits_with_free_hands(
        lambda: make(copy, worker=WORKER, clock=lambda: moment), contact, GuideCopy.objects.all()
    )
    copy.refresh_from_db()
    assert copy.state == GuideCopy.State.READY


def test_worker_passes_over_the_guide_of_somebody_being_erased(ask: Ask, moment: datetime) -> None:
    contact = ask().contact
    later = moment + timedelta(minutes=1)

    assert_passes_over(lambda: actions.claim(worker=WORKER, now=later), contact)
    assert actions.claim(worker=WORKER, now=later)
