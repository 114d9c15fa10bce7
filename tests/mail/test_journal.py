"""What a killed worker's server accepted is marked, not sent again; announced mails stay apart."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import settings

from contacts.models import Contact
from mail import actions
from mail.actions import claims
from mail.journal import Journal, kept
from mail.models import State

from .conftest import Write, alive, states
from .sink import Sink

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("worker", ["killed", "here"])
def test_accepted_before_the_kill_is_marked_and_the_rest_goes(
    worker: str, write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    first, _second = write(confirmed), write(confirmed)
    claims.take(worker=worker, limit=10, now=moment)
    with Journal(settings.VAR_DIR / "journal", worker) as journal:
        journal.add(first.pk)

    actions.send_due(now=moment)

    assert states() == [State.SENT] * 2
    assert len(sink.taken) == 1


def test_text_leaves_only_once_the_acceptance_before_it_is_written_down(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for _number in range(5):
        write(confirmed)
    written: list[int] = []
    folder = settings.VAR_DIR / "journal"

    def note(command: str, _line: str) -> None:
        if command == "DOT":
            written.append(len(kept(folder, "here")))

    sink.when = note

    actions.send_due(now=moment)

    assert states() == [State.SENT] * 5
    assert written == [0, 0, 1, 2, 3]  # the first, still a trial, was marked in the database


def test_workers_without_a_common_folder_mark_each_at_once() -> None:
    folder = settings.VAR_DIR / "journal"
    alive("elsewhere")

    with Journal(folder, alive("here")):
        assert not claims.is_one_disk(folder=folder)


def test_refused_recipient_of_a_lax_server_gets_nobodys_text(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for _number in range(4):
        write(confirmed)
    sink.is_lax = True
    replies = iter(["250 ok", "550 5.1.1 no such user"])
    sink.when = lambda command, _line: next(replies, None) if command == "RCPT" else None

    actions.send_due(now=moment)

    assert states() == [State.SENT, State.FAILED, State.SENT, State.SENT]
    assert len(sink.taken) == 3
    assert sink.connections == 1
