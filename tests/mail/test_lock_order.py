"""Whoever changes several mails locks them in one order. Only PostgreSQL has locks of rows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from time import monotonic

import pytest
from django.db import connection, transaction

from contacts.models import Contact
from health import actions as health
from health.models import Hold
from mail import actions
from mail.actions import claims
from mail.models import Message

from .conftest import Write, alive

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="locks of rows"),
]


def beside(work: Callable[[], int]) -> int:
    """In a thread, over a connection of its own."""
    try:
        return work()
    finally:
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("act", ["sent", "release", "let_go"])
def test_who_waits_for_a_mail_holds_none_of_a_higher_id(
    act: str, write: Write, confirmed: Contact, moment: datetime
) -> None:
    messages = [write(confirmed) for _number in range(4)]
    if act == "let_go":
        health.hold(reason=Hold.Reason.HAND, now=moment)
        work = partial(actions.let_go, now=moment, skip=True)
    else:
        claimed = claims.take(worker=alive("one"), limit=10, now=moment).messages
        work = partial(getattr(claims, act), claimed, now=moment)
    # Written last, it lies behind the others: an update that takes rows as they lie meets it last.
    Message.objects.filter(pk=messages[0].pk).update(tries=1)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Message.objects.select_for_update().get(pk=messages[0].pk)
            done = pool.submit(beside, work)
            deadline = monotonic() + 20
            while not somebody_waits() and monotonic() < deadline:
                assert not done.done()
            free = Message.objects.exclude(pk=messages[0].pk).select_for_update(skip_locked=True)
            assert len(free) == 3
        assert done.result(20) == 4
