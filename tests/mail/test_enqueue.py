"""One message per key; taken back while unsent; opened again."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from time import monotonic

import pytest
from django.db import connection, transaction

from contacts.models import Contact
from mail import actions
from mail.actions import claims
from mail.models import Message, MessageState
from writing.segments import Facts

from .conftest import Write, alive, states


def test_second_call_returns_the_first(write: Write, confirmed: Contact, moment: datetime) -> None:
    first = write(confirmed, key="lesson:1:1")
    second = write(confirmed, key="lesson:1:1", not_before=moment + timedelta(days=1))

    assert second == first
    assert second.not_before == moment
    assert Message.objects.count() == 1


@pytest.mark.parametrize("state", [MessageState.WITHDRAWN, MessageState.EXPIRED])
def test_withdrawn_or_expired_is_opened_again_with_new_times(
    state: MessageState, write: Write, confirmed: Contact, moment: datetime
) -> None:
    first = write(confirmed, key="lesson:1:1")
    Message.objects.update(state=state, reason="why", tries=3, settled_at=moment)
    later = moment + timedelta(days=1)

    again = write(confirmed, key="lesson:1:1", not_before=later, not_after=later)

    assert again.pk == first.pk
    assert (again.state, again.reason, again.tries, again.settled_at) == ("queued", "", 0, None)
    assert again.next_try_at == again.not_before == again.not_after == later


@pytest.mark.parametrize(
    "state", [MessageState.SENT, MessageState.FAILED, MessageState.SKIPPED, MessageState.SENDING]
)
def test_what_was_sent_failed_or_skipped_stays(
    state: MessageState, write: Write, confirmed: Contact
) -> None:
    write(confirmed, key="lesson:1:1")
    Message.objects.update(state=state)

    assert write(confirmed, key="lesson:1:1").state == state


def test_withdraw_takes_back_what_waits_once(
    write: Write, confirmed: Contact, moment: datetime
) -> None:
    message = write(confirmed)

    assert actions.withdraw(key=message.key, reason="paused", now=moment) == 1
    assert actions.withdraw(key=message.key, reason="again", now=moment) == 0

    message.refresh_from_db()
    assert (message.state, message.reason, message.settled_at) == ("withdrawn", "paused", moment)


@pytest.mark.django_db(transaction=True)
def test_taken_back_while_it_is_being_claimed_does_not_go_out_later(
    write: Write, confirmed: Contact, moment: datetime
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: nothing is between two statements of another")
    message, waits = write(confirmed), "SELECT count(*) FROM pg_locks WHERE NOT granted"

    def take_back() -> None:
        actions.withdraw(key=message.key, reason="paused", now=moment)
        connection.close()

    thread, deadline = threading.Thread(target=take_back), monotonic() + 20
    with transaction.atomic():
        messages, _settled = claims.take(worker=alive("one"), limit=10, now=moment)
        thread.start()
        with connection.cursor() as cursor:
            while cursor.execute(waits).fetchone() == (0,) and monotonic() < deadline:
                thread.join(0.05)
    thread.join(30)

    claims.later(messages[0], at=moment, reason="450 try later", now=moment)
    assert states() == ["withdrawn"]


def test_withdraw_leaves_what_is_sent(write: Write, confirmed: Contact, moment: datetime) -> None:
    message = write(confirmed)
    Message.objects.update(state=MessageState.SENT)

    assert actions.withdraw(key=message.key, reason="late", now=moment) == 0
    assert Message.objects.get().state == MessageState.SENT


@pytest.mark.parametrize(("name", "has_name"), [("Robin", True), ("", False), ("  ", False)])
def test_greeting_follows_from_the_name(
    name: str, has_name: bool, write: Write, confirmed: Contact
) -> None:
    message = write(confirmed, facts=Facts(has_name=not has_name), values={"first_name": name})

    assert message.reader.value("has_name") is has_name
