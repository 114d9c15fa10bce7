"""What the tests of lock orders share: work in a thread, and whether somebody waits for a lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from contacts.models import Contact

only_with_locks = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="locks of rows"),
]


def beside[T](work: Callable[[], T]) -> T:
    """In a thread, over a connection of its own."""
    try:
        return work()
    finally:
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def wait_until_waiting(work: Future[object]) -> None:
    deadline = monotonic() + 20
    while not somebody_waits() and monotonic() < deadline:
        assert not work.done(), work.result()


@contextmanager
def person_held(contact: Contact) -> Iterator[ThreadPoolExecutor]:
    """The person's row locked, as erasing begins; the thread outlives the lock."""
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Contact.objects.select_for_update().get(pk=contact.pk)
        yield pool


def assert_waits_with_free_hands(
    work: Callable[[], object], contact: Contact, rows: QuerySet
) -> object:
    """While the person is held the work waits, and none of the rows is locked by it; what it
    returned once the person was free.
    """
    with person_held(contact) as pool:
        done = pool.submit(beside, work)
        wait_until_waiting(done)
        keys = set(rows.values_list("pk", flat=True))
        free = rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
        assert keys
        assert set(free) == keys
    return done.result(20)


def assert_passes_over(work: Callable[[], int | None], contact: Contact) -> None:
    """While the person is held there is nothing to do, and nothing is waited for."""
    with person_held(contact) as pool:
        assert not pool.submit(beside, work).result(20)
