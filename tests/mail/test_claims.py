"""Who holds which message: workers side by side, silent ones, those that were too slow."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.conf import settings
from django.db import connection

from contacts.models import Contact
from health.actions import rest
from mail import actions
from mail.actions import claims, send
from mail.models import Message, MessageState

from .conftest import Mails, Write, alive, states


def test_second_worker_gets_none_of_the_first_ones(
    write: Write, confirmed: Contact, moment: datetime
) -> None:
    write(confirmed)

    first, _settled = claims.take(worker=alive("one"), limit=10, now=moment)
    claims.free_silent(folder=settings.VAR_DIR, worker="two", now=moment)
    second, _settled = claims.take(worker=alive("two"), limit=10, now=moment)

    assert (len(first), len(second)) == (1, 0)


def test_silent_workers_claims_are_taken_again(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    write(confirmed)
    claims.take(worker=alive("dead"), limit=10, now=moment)
    rest(worker="dead")

    actions.send_due(now=moment)

    assert states() == [MessageState.SENT]
    assert len(mails()) == 1


def test_worker_that_lost_its_claim_marks_nothing(
    write: Write, confirmed: Contact, moment: datetime
) -> None:
    write(confirmed)
    [message], _settled = claims.take(worker=alive("slow"), limit=10, now=moment)
    rest(worker="slow")
    claims.free_silent(folder=settings.VAR_DIR, worker="quick", now=moment)
    claims.take(worker=alive("quick"), limit=10, now=moment)

    assert claims.sent([message], now=moment) == 0
    assert states() == [MessageState.SENDING]


def test_taken_back_while_its_worker_died_stays_back(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    message = write(confirmed)
    claims.take(worker=alive("dead"), limit=10, now=moment)
    actions.withdraw(key=message.key, reason="paused", now=moment)
    rest(worker="dead")

    actions.send_due(now=moment)

    message.refresh_from_db()
    assert (message.state, message.reason) == ("withdrawn", "paused")
    assert mails() == []


def test_what_was_not_tried_within_five_seconds_is_asked_about_anew(
    write: Write, confirmed: Contact, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    for _number in range(3):
        write(confirmed)
    clock = iter(range(0, 1000, 4))
    monkeypatch.setattr(send, "monotonic", lambda: next(clock))
    taken: list[int] = []
    take = claims.take
    monkeypatch.setattr(claims, "take", lambda **known: taken.append(1) or take(**known))

    for _pass in range(2):
        actions.send_due(now=moment)

    assert states() == [MessageState.SENT] * 3
    assert len(taken) > 1
    assert set(Message.objects.values_list("tries", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_never_share_a_message(
    write: Write, confirmed: Contact, moment: datetime
) -> None:
    for _number in range(40):
        write(confirmed)
    names = [alive(f"worker {number}") for number in range(4)]
    taken: list[int] = []
    start = threading.Barrier(len(names))

    def work(name: str) -> None:
        start.wait()
        try:
            for _round in range(4):
                messages, _settled = claims.take(worker=name, limit=5, now=moment)
                taken.extend(message.pk for message in messages)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(taken) == sorted(Message.objects.values_list("pk", flat=True))
    assert Message.objects.filter(state=MessageState.SENDING, tries=1).count() == 40
