"""Questions to the database that are given up after a while: a page of the desk opens in time, and
says what it could not find out (`bin/bench desk`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Event, Timer
from typing import Any

from django.db import OperationalError, connection, transaction

COUNT = "count"
"""In the address of a page: find it out, however long it takes."""
PATIENCE = 1
"""Longer by so many times; in tests, whose machine may have much to do."""


class GaveUp(Exception):
    """The time was over before the answer was there."""


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """What is asked of the database inside takes so long at most, all together; raises GaveUp.
    Only for reading. Within a transaction, that one goes on afterwards. None: as long as it takes.
    """
    if seconds is None:
        yield
        return
    over = Event()
    if seconds <= 0:
        over.set()

    def ask(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        if over.is_set():  # between two questions there was nothing to stop
            raise GaveUp
        return execute(sql, params, many, context)

    # A question that is stopped ends its transaction, where there is one, up to a savepoint.
    inside = transaction.atomic() if connection.in_atomic_block else nullcontext()
    connection.ensure_connection()
    timer = Timer(max(seconds, 0) * PATIENCE, _stop, (connection.connection, over))
    timer.daemon = True
    try:
        with inside:
            timer.start()
            try:
                with connection.execute_wrapper(ask):
                    yield
            finally:
                timer.cancel()
                timer.join()  # or it would stop what is asked after this
    except OperationalError as error:
        if not over.is_set():
            raise
        raise GaveUp from error


def _stop(raw: Any, over: Event) -> None:
    """From another thread, which both drivers allow for this alone."""
    over.set()
    stop = getattr(raw, "cancel", None) or raw.interrupt
    stop()
