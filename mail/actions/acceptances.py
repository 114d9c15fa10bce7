"""Acceptances written beside a worker's own file: on PostgreSQL, one asynchronous insert a mail on
a connection of its own. A fresh container without the folder of the one before reads them there.

The insert is on its way before the next text leaves, and a kill of the worker cannot take it back;
its answer is read later (libpq's pipeline mode): waiting for each would cost the promise of sending
as fast as raw smtplib. What a crash of PostgreSQL may lose, within a second, is in the file. Once
the messages are marked a delete follows on the same connection, and nobody waits for it either: an
acceptance that a kill leaves behind names a message that is sent, and goes with `claims.replay`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db import OperationalError, connection
from psycopg.pq import ExecStatus

from mail.models import Acceptance

STATEMENTS = {
    b"accept": b"INSERT INTO mail_acceptance (message, worker) VALUES ($1, $2)",
    b"forget": b"DELETE FROM mail_acceptance WHERE message = ANY($1::bigint[]) AND worker = $2",
}
MOST_UNHEARD = 64


def are_kept() -> bool:
    """Whether several machines may share this database."""
    return connection.vendor == "postgresql"


def workers() -> list[str]:
    """Who has any."""
    rows = Acceptance.objects.values_list("worker", flat=True).distinct()
    return list(rows) if are_kept() else []


def of(worker: str) -> list[int]:
    """Ids of the messages a worker's server accepted."""
    rows = Acceptance.objects.filter(worker=worker).values_list("message", flat=True)
    return list(rows) if are_kept() else []


def forget(ids: Iterable[int]) -> None:
    """They are marked. In the transaction that marks them."""
    if are_kept():
        Acceptance.objects.filter(pk__among=frozenset(ids)).delete()


class Acceptances:
    """One worker's, for as long as a pass. Connects at the first."""

    def __init__(self, worker: str) -> None:
        self.worker = worker.encode()
        self.is_kept = are_kept()
        self.added: list[int] = []  # and not forgotten
        self.unheard = 0  # statements whose answer is not read yet

    def __enter__(self) -> Acceptances:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: object
    ) -> None:
        if "line" not in self.__dict__:
            return
        try:
            if kind is None:
                self.hear_all()
        finally:
            # Inserts not heard of may be lost with the line; the worker's own file holds them all.
            self.wrapper.close()

    @cached_property
    def wrapper(self) -> Any:
        return connection.copy()

    @cached_property
    def line(self) -> Any:
        """libpq's connection, which may send without waiting for the answer."""
        self.wrapper.ensure_connection()
        line = self.wrapper.connection.pgconn
        line.nonblocking = 0
        # Off: each insert would wait for the disk. What a crash loses within that second is in the
        # file.
        _check(line.exec_(b"SET synchronous_commit = off"), ExecStatus.COMMAND_OK)
        for name, statement in STATEMENTS.items():
            _check(line.prepare(name, statement), ExecStatus.COMMAND_OK)
        line.enter_pipeline_mode()
        return line

    def add(self, pk: int) -> None:
        """Under way when this returns."""
        if self.is_kept:
            self._send(b"accept", b"%d" % pk)
            self.added.append(pk)

    def forget(self) -> None:
        """Those added are marked, and that is committed. Goes behind their inserts."""
        if self.added:
            self._send(b"forget", b"{%b}" % b",".join(b"%d" % pk for pk in self.added))
            self.added.clear()

    def _send(self, name: bytes, ids: bytes) -> None:
        if self.unheard >= MOST_UNHEARD:
            self.hear(self.unheard // 2)
        with self.wrapper.wrap_database_errors:
            # A transaction of its own each, from one sync to the next.
            self.line.send_query_prepared(name, [ids, self.worker])
            self.line.pipeline_sync()
        self.unheard += 1

    def hear(self, count: int) -> None:
        """Wait until the oldest `count` are done; raises OperationalError where one is not."""
        with self.wrapper.wrap_database_errors:
            for _number in range(count):
                _check(self.line.get_result(), ExecStatus.COMMAND_OK)
                self.line.get_result()  # None: the end of this one's answers
                _check(self.line.get_result(), ExecStatus.PIPELINE_SYNC)
                self.unheard -= 1

    def hear_all(self) -> None:
        """Wait until every one is done."""
        self.hear(self.unheard)


def _check(result: Any, expected: ExecStatus) -> None:
    if result is None or result.status != expected:
        raise OperationalError("an acceptance could not be written down in the database")
