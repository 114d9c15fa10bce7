"""What a killed worker's server accepted is marked, not sent again, also where the disk is full or
the worker's folder is gone; announced mails stay apart.
"""

from __future__ import annotations

import errno
import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from contacts.models import Contact
from health.actions import rest
from mail import accept_log, actions
from mail.accept_log import AcceptLog, NoRoom, accepted_ids
from mail.actions import acceptances, claims
from mail.models import Acceptance, MessageState

from .conftest import Mails, Write, alive, states
from .sink import Sink

pytestmark = pytest.mark.django_db


def folder() -> Path:
    return settings.VAR_DIR / "accept-log"


def full(*_known: Any) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("worker", ["killed", "here"])
def test_accepted_before_the_kill_is_marked_and_the_rest_goes(
    worker: str, write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    first, _second = write(confirmed), write(confirmed)
    claims.take(worker=worker, limit=10, now=moment)
    with AcceptLog(folder(), worker) as log:
        log.add(first.pk)

    actions.send_due(now=moment)

    assert states() == [MessageState.SENT] * 2
    assert len(sink.taken) == 1


def test_text_leaves_only_once_the_acceptance_before_it_is_written_down(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for _number in range(5):
        write(confirmed)
    written: list[int] = []

    def note(command: str, _line: str) -> None:
        if command == "DOT":
            written.append(len(accepted_ids(folder(), "here")))

    sink.when = note

    actions.send_due(now=moment)

    assert states() == [MessageState.SENT] * 5
    assert written == [0, 0, 1, 2, 3]  # the first, still a trial, was marked in the database


def test_refused_recipient_of_a_lax_server_gets_nobodys_text(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for _number in range(4):
        write(confirmed)
    sink.is_lax = True
    replies = iter(["250 ok", "550 5.1.1 no such user"])
    sink.when = lambda command, _line: next(replies, None) if command == "RCPT" else None

    actions.send_due(now=moment)

    assert states() == [
        MessageState.SENT,
        MessageState.FAILED,
        MessageState.SENT,
        MessageState.SENT,
    ]
    assert len(sink.taken) == 3
    assert sink.connections == 1


def test_promise_1_nothing_is_sent_where_no_acceptance_could_be_written_down(
    write: Write, confirmed: Contact, sink: Sink, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    write(confirmed)
    with monkeypatch.context() as disk:
        disk.setattr(os, "pwrite", full)
        for _tick in range(2):
            with pytest.raises(NoRoom):
                actions.send_due(now=moment)
    assert (sink.taken, states(), list(folder().iterdir())) == ([], [MessageState.QUEUED], [])

    actions.send_due(now=moment)

    assert (len(sink.taken), states()) == (1, [MessageState.SENT])


def test_promise_1_database_without_room_sends_nothing_again(
    write: Write, confirmed: Contact, sink: Sink, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    for _number in range(3):
        write(confirmed)
    with monkeypatch.context() as disk:

        def sent(*_known: Any, **_named: Any) -> int:
            raise OperationalError("database or disk is full")

        disk.setattr(claims, "mark", sent)
        for _tick in range(3):
            with pytest.raises(OperationalError):
                actions.send_due(now=moment)
    assert len(sink.taken) == 1  # its mark failed, and the log stops all others

    actions.send_due(now=moment)

    assert (len(sink.taken), states()) == (3, [MessageState.SENT] * 3)


def test_promise_1_disk_that_dies_under_the_log_sends_nothing_again(
    write: Write, confirmed: Contact, sink: Sink, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    first = write(confirmed)
    write(confirmed)
    with monkeypatch.context() as disk:
        sink.when = lambda command, _line: disk.setattr(os, "pwrite", full) and None
        for _tick in range(2):
            with pytest.raises(NoRoom):
                actions.send_due(now=moment)
        first.refresh_from_db()
        assert (len(sink.taken), first.state) == (1, MessageState.SENT)
    sink.when = lambda _command, _line: None

    actions.send_due(now=moment)

    assert (len(sink.taken), states()) == (2, [MessageState.SENT] * 2)


def test_log_takes_its_room_before_the_first_message_and_keeps_it(tmp_path: Path) -> None:
    with AcceptLog(tmp_path, "one") as log:
        room = log.path.stat()
        for number in range(accept_log.LINES):
            log.add(number)
        assert accepted_ids(tmp_path, "one") == list(range(accept_log.LINES))
        log.clear()

    after = log.path.stat()
    assert accepted_ids(tmp_path, "one") == []
    assert (after.st_size, after.st_blocks) == (room.st_size, room.st_blocks)
    assert room.st_blocks * 512 >= accept_log.LINES * accept_log.LINE


def test_line_cut_short_is_no_acceptance(tmp_path: Path) -> None:
    with AcceptLog(tmp_path, "one") as log:
        log.add(7)
        os.pwrite(log._file, b"00000000000", accept_log.LINE)

    assert accepted_ids(tmp_path, "one") == [7]


def test_promise_1_mailbox_without_room_leaves_no_file_and_costs_no_try(
    write: Write, confirmed: Contact, mails: Mails, monkeypatch: pytest.MonkeyPatch,
    moment: datetime,
) -> None:  # fmt: skip
    message = write(confirmed)
    with monkeypatch.context() as disk:
        disk.setattr(Path, "replace", full)
        with pytest.raises(NoRoom):
            actions.send_due(now=moment)
    message.refresh_from_db()
    assert (message.state, message.tries) == (MessageState.QUEUED, 0)
    assert list(settings.MAILBOX_DIR.iterdir()) == []

    actions.send_due(now=moment)

    assert len(mails()) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="one machine")
def test_promise_1_worker_whose_folder_is_gone_sends_nothing_again(
    write: Write, confirmed: Contact, sink: Sink, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    for _number in range(6):
        write(confirmed)

    def killed(*_known: Any, **_named: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as death:
        sink.when = lambda command, _line: (
            death.setattr(claims, "sent", killed) if command == "DOT" and sink.taken else None
        )
        with pytest.raises(KeyboardInterrupt):
            actions.send_due(now=moment)
    sink.when = lambda _command, _line: None
    shutil.rmtree(folder())
    rest(worker="here")
    monkeypatch.setattr("mail.actions.send.heartbeat.name", lambda _kind: alive("fresh"))

    actions.send_due(now=moment)

    assert states() == [MessageState.SENT] * 6
    assert len(sink.taken) == 6
    assert not Acceptance.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="one machine")
def test_acceptance_that_cannot_be_written_beside_stops_the_pass(db: None) -> None:
    def cut_off() -> None:
        with acceptances.Acceptances("one") as beside:
            beside.add(1)
            beside.hear_all()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [beside.line.backend_pid])
            beside.add(2)

    with pytest.raises(OperationalError):
        cut_off()

    assert acceptances.of("one") == [1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="one machine")
def test_acceptances_left_behind_by_a_kill_after_the_mark_go_with_the_next_pass(
    write: Write, confirmed: Contact, sink: Sink, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    for _number in range(3):
        write(confirmed)
    with monkeypatch.context() as death:
        death.setattr(acceptances.Acceptances, "forget", lambda _self: None)
        actions.send_due(now=moment)
    assert Acceptance.objects.exists()

    actions.send_due(now=moment)

    assert not Acceptance.objects.exists()
    assert states() == [MessageState.SENT] * 3
    assert len(sink.taken) == 3
