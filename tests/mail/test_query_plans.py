"""How the databases answer the claim's questions: by indexes, whatever else the tables hold."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from contacts.models import Consent, Contact
from mail.actions import claims, due_messages
from mail.models import SETTLED, Message, MessageState, in_state

from .conftest import Write

pytestmark = pytest.mark.slow

DISTANT = timedelta(days=9)
OVER = ("settled_at", "sent_at")


def explained(query: str, params: tuple[object, ...]) -> str:
    """The plan of a query."""
    asks = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{asks} {query}", params)
        return "\n".join(str(column) for row in cursor.fetchall() for column in row)


@pytest.fixture
def crowd(write: Write, confirmed: Contact, moment: datetime) -> None:
    """Five thousand mails: most are over, some wait for their day, a few are due."""
    model = write(confirmed)
    rows = [
        Message(
            **{
                field.attname: getattr(model, field.attname)
                for field in Message._meta.concrete_fields
                if field.attname not in ("id", "uid", "key", "state", "next_try_at", *OVER)
            },
            key=f"crowd:{number}",
            state=MessageState.QUEUED if number % 10 == 0 else MessageState.SENT,
            **dict.fromkeys(OVER, None if number % 10 == 0 else moment),
            next_try_at=moment if number % 100 == 0 else moment + DISTANT,
        )
        for number in range(5000)
    ]
    Message.objects.bulk_create(rows, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.usefixtures("crowd")
def test_claim_reads_only_what_is_due(moment: datetime) -> None:
    due = due_messages.candidates(purpose="course", now=moment)[:500]

    plan = explained(*due.query.sql_with_params())

    assert "message_due" in plan
    assert "Seq Scan on mail_message" not in plan
    assert "SCAN mail_message" not in plan
    assert "Sort Key: mail_message" not in plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan


@pytest.fixture
def talkative(confirmed: Contact, moment: datetime) -> None:
    """Thirty people who each said yes and no to two hundred things."""
    people = [confirmed] + [
        Contact.objects.create(email=f"person{number}@example.org", created_at=moment)
        for number in range(29)
    ]
    words = [
        Consent(contact=person, purpose=f"course:{number}", act=act, wording="Yes.", at=moment)
        for person in people
        for number in range(100)
        for act in (Consent.Act.GIVEN, Consent.Act.WITHDRAWN)
    ]
    Consent.objects.bulk_create(words, batch_size=1000)


@pytest.mark.usefixtures("talkative", "crowd")
def test_claim_finds_a_persons_last_word_by_its_index(moment: datetime) -> None:
    due = due_messages.candidates(purpose="course", now=moment)[:500]

    plan = explained(*due.query.sql_with_params())

    assert "consent_last_word" in plan
    assert "Seq Scan on contacts_consent" not in plan


@pytest.mark.usefixtures("crowd")
def test_question_whether_anything_is_due_reads_the_same_index(moment: datetime) -> None:
    oldest = due_messages.first_due(purpose="course", now=moment)

    plan = explained(*oldest.query.sql_with_params())

    assert "message_due" in plan
    assert due_messages.purposes(now=moment) == ["course"]


@pytest.mark.usefixtures("crowd")
def test_claims_of_silent_workers_are_found_among_what_is_due(moment: datetime) -> None:
    claims.take(worker="dead", limit=5, now=moment)
    held = Message.objects.held(moment).filter(claimed_by="dead").order_by()

    plan = explained(*held.values_list("pk").query.sql_with_params())

    assert len(held) == 5
    assert "message_due" in plan
    assert "Seq Scan on mail_message" not in plan
    assert "SCAN mail_message" not in plan


@pytest.mark.usefixtures("db")
def test_no_index_names_what_a_claim_writes() -> None:
    written = {"state", "claimed_by", "claimed_at", "tries", "reason"}
    named = {name for index in Message._meta.indexes for name in index.fields}
    with connection.cursor() as cursor:
        listed = connection.introspection.get_constraints(cursor, Message._meta.db_table)

    assert not written & named
    indexes = {name: found for name, found in listed.items() if found["index"] or found["unique"]}
    for name, found in indexes.items():
        assert not written & set(found["columns"] or ()), name
    for index in Message._meta.indexes:
        asked = {name for name, _value in index.condition.children} if index.condition else set()
        assert not {name.partition("__")[0] for name in asked} & written, index.name


@pytest.mark.parametrize("state", MessageState)
def test_mails_of_a_state_are_found_by_its_times(
    write: Write, confirmed: Contact, moment: datetime, state: MessageState
) -> None:
    kept = write(confirmed)
    sent = moment if state == MessageState.SENT else None
    settled = moment if state in SETTLED else None
    Message.objects.filter(pk=kept.pk).update(state=state, settled_at=settled, sent_at=sent)

    assert [row.pk for row in Message.objects.filter(in_state(state))] == [kept.pk]


def test_ids_by_the_hundred_are_found_as_one_by_one(write: Write, confirmed: Contact) -> None:
    ids = [write(confirmed).pk for _number in range(3)]

    assert set(Message.objects.filter(pk__among=ids[1:]).values_list("pk", flat=True)) == {*ids[1:]}
    assert not Message.objects.filter(pk__among=[]).exists()
