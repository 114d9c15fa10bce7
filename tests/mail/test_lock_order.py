"""Whoever changes several mails locks them in one order. Only PostgreSQL has locks of rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

import pytest
from django.db import transaction

from contacts.actions import mark_erased
from contacts.models import Contact, Suppression
from health import actions as health
from health.models import Hold
from mail import actions
from mail.actions import claims
from mail.models import Message
from mail.webhooks import ReportedEvent
from tests.locks import (
    assert_waits_with_free_hands,
    beside,
    only_with_locks,
    wait_until_waiting,
)

from .conftest import Write, alive

pytestmark = only_with_locks


@pytest.mark.parametrize("act", ["sent", "release", "let_go"])
def test_who_waits_for_a_mail_holds_none_of_a_higher_id(
    act: str, write: Write, confirmed: Contact, moment: datetime
) -> None:
    messages = [write(confirmed) for _number in range(4)]
    if act == "let_go":
        health.hold(reason=Hold.Reason.HAND, now=moment)
        work = partial(actions.let_go, now=moment, skip=True)
    else:
        claimed, _settled = claims.take(worker=alive("one"), limit=10, now=moment)
        work = partial(getattr(claims, act), claimed, now=moment)
    # Written last, it lies behind the others: an update that takes rows as they lie meets it last.
    Message.objects.filter(pk=messages[0].pk).update(tries=1)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Message.objects.select_for_update().get(pk=messages[0].pk)
            done = pool.submit(beside, work)
            wait_until_waiting(done)
            free = Message.objects.exclude(pk=messages[0].pk).select_for_update(skip_locked=True)
            assert len(free) == 3
        assert done.result(20) == 4


def test_report_of_a_bounce_waits_for_its_person_before_the_address_is_barred(
    write: Write, confirmed: Contact, moment: datetime
) -> None:
    message = write(confirmed)
    mark_erased(address=confirmed.email, now=moment)  # an entry that erasing would write to
    arrived = ReportedEvent(
        kind="bounced",
        event_key="1",
        message_uid=message.uid.hex,
        provider_id="",
        recipient="",
        code="",
        detail="",
        raw={},
        at=None,
    )

    event = assert_waits_with_free_hands(
        lambda: actions.record_event(provider="test", arrived=arrived, now=moment),
        confirmed,
        Suppression.objects.all(),
    )

    assert event
