"""Acceptances written beside a worker's own file: on PostgreSQL, one asynchronous insert a mail on
a connection of its own. A fresh container without the folder of the one before reads them there.

The insert is on its way before the next text leaves and is heard of before the one after: a kill
of the worker cannot take it back. What a crash of PostgreSQL may lose, within a second, is in the
file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db import OperationalError, connection
from psycopg.pq import ExecStatus

from mail.models import Acceptance

INSERT = (
    b"INSERT INTO mail_acceptance (message, worker) VALUES ($1, $2) "
    b"ON CONFLICT (message) DO UPDATE SET worker = excluded.worker"
)
NAME = b"accept"


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
        Acceptance.objects.filter(pk__among=list(ids)).delete()


class Acceptances:
    """One worker's, for as long as a pass. Connects at the first."""

    def __init__(self, worker: str) -> None:
        self.worker = worker.encode()
        self.is_kept = are_kept()
        self.is_waiting = False

    def __enter__(self) -> Acceptances:
        return self

    def __exit__(self, *_error: object) -> None:
        if "line" in self.__dict__:
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
        for result in (line.exec_(b"SET synchronous_commit = off"), line.prepare(NAME, INSERT)):
            _check(result, ExecStatus.COMMAND_OK)
        return line

    def add(self, pk: int) -> None:
        """Under way when this returns."""
        if not self.is_kept:
            return
        self.heard()
        with self.wrapper.wrap_database_errors:
            self.line.send_query_prepared(NAME, [b"%d" % pk, self.worker])
        self.is_waiting = True

    def heard(self) -> None:
        """Wait until the last one is written; raises OperationalError where it is not."""
        if not self.is_waiting:
            return
        self.is_waiting = False
        with self.wrapper.wrap_database_errors:
            results: Sequence[Any] = list(iter(self.line.get_result, None))
        for result in results:
            _check(result, ExecStatus.COMMAND_OK)


def _check(result: Any, wanted: ExecStatus) -> None:
    if result.status != wanted:
        raise OperationalError("an acceptance could not be written down in the database")
