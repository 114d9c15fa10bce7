"""One database of `bench_due`: reads `fill ROWS DUE`, `claim N`, `mark N`, `look N`; answers
milliseconds.

Tables are filled by multiplying one row in SQL, whatever columns it has.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from time import perf_counter

from django.db import connection
from django.db.models import Model

from benchmarks.post import CONSENT, Queue, people
from contacts.models import Consent, Contact
from courses.models import Course, Enrollment
from health.clock import now
from mail.actions import claims
from mail.claim import ClaimedMessage
from mail.models import Message

COURSES = 10  # places a person has, so that one person may be in several courses
TAKEN: list[ClaimedMessage] = []  # claimed and not yet marked as sent


def multiply(row: Model, count: int, **columns: str) -> None:
    """Insert `count` copies of a row; `columns` are SQL, `n` counts from 1, `t` is the row."""
    fields = [field.column for field in row._meta.concrete_fields if not field.generated]
    values = [columns.get(name, f't."{name}"') for name in fields]
    table = row._meta.db_table
    names = ", ".join(f'"{name}"' for name in fields)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off; SET session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} "
            f"FROM generate_series(1, {count}) AS n, {table} AS t WHERE t.id = {row.pk}"
        )
        cursor.execute("SET synchronous_commit = on; SET session_replication_role = origin")
        cursor.execute(f"VACUUM ANALYZE {table}")


def when(is_due: str) -> str:
    """SQL: some moment of the last day for those due, else of the next 30 days."""
    return (
        f"CASE WHEN {is_due} THEN now() - (n % 86400) * interval '1 second' "
        "ELSE now() + (1 + n % 2592000) * interval '1 second' END"
    )


def fill(rows: int, due: int) -> None:
    persons = rows // COURSES
    uid = {"uid": "gen_random_uuid()"}
    contact = people(1)[0]
    first = contact.pk
    email = {"email": "'many' || n || '@example.net'", "address_hash": "md5(n::text)"}
    multiply(contact, persons, id=f"{first} + n", **uid, **email)
    consent = Consent.objects.get(contact=contact, purpose=CONSENT)
    person = f"{first} + 1 + n % {persons}"
    multiply(consent, persons, id=f"{consent.pk} + n", contact_id=person, **uid)
    fill_mails(contact, rows, due, person)
    fill_places(contact, consent, rows, due)
    with connection.cursor() as cursor:  # or the server still writes the rows out while it answers
        cursor.execute("CHECKPOINT")


def fill_mails(contact: Contact, rows: int, due: int, person: str) -> None:
    queue = Queue([contact])
    queue.fill(1)
    message = Message.objects.get()
    stop = now() + timedelta(days=400)
    Message.objects.filter(pk=message.pk).update(state=Message.State.SENT, not_after=stop)
    # A mail is written when its time comes: the newest are due, and some old ones, tried again.
    is_due = f"(n > {rows - due} OR n % {rows // (due // 10)} = 0)"
    waiting = f"(n % 10 = 1 OR {is_due})"
    multiply(
        message,
        rows,
        id=f"{message.pk} + n",
        uid="gen_random_uuid()",
        key="'many:' || n",
        contact_id=person,
        state=f"CASE WHEN {waiting} THEN 'queued' ELSE 'sent' END",
        next_try_at=when(is_due),
        sent_at=f"CASE WHEN NOT {waiting} THEN now() END",
        settled_at=f"CASE WHEN NOT {waiting} THEN now() END",
    )


def fill_places(contact: Contact, consent: Consent, rows: int, due: int) -> None:
    course = Course.objects.get(offer__is_home=True)
    multiply(course, COURSES, id=f"{course.pk} + n", slug="'many-' || n", uid="gen_random_uuid()")
    place = Enrollment.objects.create(
        contact=contact,
        course=course,
        consent=consent,
        state=Enrollment.State.FINISHED,
        created_at=now(),
    )
    is_due = f"n % {rows // due} = 0"
    active = f"n % 10 = 1 OR {is_due}"
    multiply(
        place,
        rows,
        id=f"{place.pk} + n",
        uid="gen_random_uuid()",
        contact_id=f"{contact.pk} + 1 + (n - 1) / {COURSES}",
        course_id=f"{course.pk} + 1 + n % {COURSES}",
        state=f"CASE WHEN {active} THEN 'active' ELSE 'finished' END",
        due_at=f"CASE WHEN {active} THEN {when(is_due)} END",
    )


def claim(limit: int) -> None:
    messages, _settled = claims.take(worker="bench", limit=limit, now=now())
    TAKEN.extend(messages)
    if len(TAKEN) != limit:
        raise RuntimeError(f"claimed {len(TAKEN)} of {limit}")


def mark(limit: int) -> None:
    if claims.sent(TAKEN, now=now()) != limit:
        raise RuntimeError("a claim was lost")
    TAKEN.clear()


def look(limit: int) -> None:
    found = len(list(Enrollment.objects.due(now()).values_list("pk", flat=True)[:limit]))
    if found != limit:
        raise RuntimeError(f"found {found} of {limit}")


def main() -> None:
    tasks = {"fill": fill, "claim": claim, "mark": mark, "look": look}
    for line in sys.stdin:
        name, *numbers = line.split()
        began = perf_counter()
        tasks[name](*map(int, numbers))
        print((perf_counter() - began) * 1000, flush=True)
