"""A question to the database that would take minutes is given up, and nothing else is."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from contacts.models import Contact
from health import time_limit as module
from health.time_limit import GaveUp, time_limit
from tests.conftest import person

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture(autouse=True)
def in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 1)


def ask_without_end() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ENDLESS)


@pytest.mark.django_db(transaction=True)
def test_question_without_end_is_given_up_and_the_next_one_answered() -> None:
    with pytest.raises(GaveUp), time_limit(0.05):
        ask_without_end()

    assert Contact.objects.count() == 0


def test_transaction_around_a_question_that_was_given_up_goes_on(db: None) -> None:
    with transaction.atomic():
        person("ann@example.org")
        with pytest.raises(GaveUp), time_limit(0.05):
            ask_without_end()

        assert Contact.objects.count() == 1


def test_nothing_is_asked_once_the_time_is_over(db: None) -> None:
    with pytest.raises(GaveUp), time_limit(0):
        Contact.objects.count()


def test_what_is_answered_in_time_is_an_answer(db: None) -> None:
    with time_limit(60):
        assert Contact.objects.count() == 0
