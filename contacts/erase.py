"""Forgetting people: everything that names them goes, as the register says; a keyed hash of an
address that was erased stays, so that nobody is mailed again by accident (promise 14).

The author does it from the desk, readers from the page that a letter of theirs opens.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from contacts import actions as contacts
from contacts.models import Contact, Suppression
from contacts.personal_data import People, entries, leaving, people_of
from health import deletion

AT_ONCE = 20
"""Together: each address is looked for in every text that could hold it."""


@transaction.atomic
def forget(*, contact: Contact, now: datetime) -> None:
    """Erase one person with their answers; each address they had is not mailed again."""
    people = people_of([contact.pk])
    # Every person before any row of theirs, in the order of their keys, as everywhere
    # (docs/architecture.md): whoever waits for one of them holds nothing that is deleted below.
    list(_entries(people).select_for_update().order_by("pk"))
    people = people_of([contact.pk])  # anew: one may have written a moment ago
    _remove(people, everything=True)
    for address in people.own:
        contacts.mark_erased(address=address, now=now)


@transaction.atomic
def forget_leaving(*, now: datetime) -> int:
    """Tidy away people whom nothing keeps (`leaving`); their answers stay, and name nobody. A few
    at a time: how many.
    """
    rows = leaving(at=now).select_for_update(skip_locked=True, of=("self",))
    ids = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    people = people_of(ids)
    # Other entries of theirs too, and those not waited for: people are held by now, out of order.
    others = _entries(people).exclude(pk__in=ids).select_for_update(skip_locked=True)
    if not ids or len(others) + len(ids) < len(people.contacts):
        return 0
    _remove(people, everything=False)
    return len(ids)


def erase_again(*, now: datetime) -> int:
    """Erase whoever is here though erased since their entry was made: a backup brought them back.
    A few at a time: how many.
    """
    erased = Suppression.objects.filter(
        address_hash=OuterRef("address_hash"), erased_at__gt=OuterRef("created_at")
    )
    back = Contact.objects.filter(Exists(erased)).order_by("pk")
    returned = list(back[:AT_ONCE])
    for contact in returned:
        forget(contact=contact, now=now)
    return len(returned)


def _entries(people: People) -> QuerySet[Contact]:
    return Contact.objects.filter(pk__in=people.contacts)


def _remove(people: People, *, everything: bool) -> None:
    """Delete or blank what the register lists, the last app's rows first; then what lies outside
    the database. All is found before anything goes, since one finds the other.
    """
    theirs = [
        (entry, list(entry.rows(people).order_by().values_list("pk", flat=True)))
        for entry in entries()
        if everything or not entry.anonymous
    ]
    # A deletion takes rows as it meets them: what others lock several of at once goes first.
    for entry in entries():
        if entry.lock:
            entry.lock(entry.rows(people))
    outside = [entry.outside(entry.rows(people), people) for entry in entries() if entry.outside]
    for entry, ids in reversed(theirs):
        rows = entry.model._base_manager.filter(pk__in=ids)
        if entry.blank is None:
            deletion.delete(rows)
        else:
            rows.update(**entry.blank)
    # Only once the rows are surely gone: an erasing that is rolled back leaves the files too.
    for remove in (*outside, clean_file):
        transaction.on_commit(remove)


def clean_file() -> None:
    """Let no copy of what was deleted lie in SQLite's write-ahead log; the deleted bytes in its
    file are overwritten as they go (`secure_delete`). A reader in the way leaves it to the next
    hour. PostgreSQL reuses the space of dead rows after its own vacuum (docs/operate.md).
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
