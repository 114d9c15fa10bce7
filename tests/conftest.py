"""Fixtures for all apps: a moment, a clock that stands still, and a cast of people."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import hypothesis
import pytest
import time_machine
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from consultations import feed_child
from contacts import actions
from contacts.models import Contact, Suppression
from guides import preview_child
from health import heartbeat, time_limit
from mail.actions import acceptances, prepare

# The same examples every time and no stopwatch: a slow machine fails nothing. `bin/test --fast`
# looks at fewer.
hypothesis.settings.register_profile("whole", deadline=None, derandomize=True)
hypothesis.settings.register_profile("fast", deadline=None, derandomize=True, max_examples=15)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "whole"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write tests/*/golden anew")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    seed = terminalreporter.config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"the same order again: --randomly-seed={seed}")


SHELF: dict[str, list[Shelf]] = {}
"""What was once published, by a name."""
FILLED = (
    "publishing",
    "offers",
    "assessments",
    "mail",
    "courses",
    "guides",
    "consultations",
    "landing",
)

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday


@pytest.fixture
def moment() -> datetime:
    return MOMENT


@pytest.fixture(autouse=True)
def rolled_back_whole(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Acceptances go over a connection of their own, past the transaction that a test's end rolls
    back: only tests whose tables are emptied keep any.
    """
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        monkeypatch.setattr(acceptances, "are_kept", lambda: False)


@pytest.fixture
def once(db: None) -> Callable[[str, Callable[[], object]], None]:
    """`once("guide", publish)` publishes in the first test of a run; later tests get its rows."""

    def once(name: str, publish: Callable[[], object]) -> None:
        models = [model for app in FILLED for model in apps.get_app_config(app).get_models(True)]
        if any(model._base_manager.exists() for model in models):
            publish()
        elif name in SHELF:
            put_back(SHELF[name])
        else:
            publish()
            SHELF[name] = [shelf for model in models if (shelf := shelved(model)).rows]

    return once


@dataclass(frozen=True)
class Shelf:
    """The rows of one model: as SQLite holds them, elsewhere as Django read them."""

    model: type[Model]
    rows: list[Any]
    insert: str = ""

    def put_back(self) -> None:
        if not self.insert:
            self.model._base_manager.bulk_create(self.rows)
            return
        with connection.cursor() as cursor:
            cursor.executemany(self.insert, self.rows)


def shelved(model: type[Model]) -> Shelf:
    if connection.vendor != "sqlite":
        return Shelf(model, list(model._base_manager.all()))
    table = connection.ops.quote_name(model._meta.db_table)
    columns = [
        connection.ops.quote_name(field.column)
        for field in model._meta.local_concrete_fields
        if not field.generated
    ]
    with connection.cursor() as cursor:
        # The plus keeps a value as it lies there: without it sqlite3 reads it as the column's type.
        cursor.execute(f"SELECT {', '.join(f'+{column}' for column in columns)} FROM {table}")
        rows = cursor.fetchall()
    values = ", ".join(["%s"] * len(columns))
    return Shelf(model, rows, f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})")


@transaction.atomic
def put_back(shelves: list[Shelf]) -> None:
    """Rows with their keys; PostgreSQL hears which numbers are taken."""
    for shelf in shelves:
        shelf.put_back()
    taken = connection.ops.sequence_reset_sql(no_style(), [shelf.model for shelf in shelves])
    with connection.cursor() as cursor:
        for statement in taken:
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def patient_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """No stopwatch here either: a host that stands still for a while fails no look at paper and no
    reading of a calendar. Tests of the limits themselves set them back.
    """
    monkeypatch.setattr(time_limit, "PATIENCE", 300)
    monkeypatch.setattr(preview_child, "SECONDS", 60)
    monkeypatch.setattr(preview_child, "WALL_SECONDS", 300)
    monkeypatch.setattr(feed_child, "WALL_SECONDS", 300)


@pytest.fixture(autouse=True)
def process_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process keeps of one database by id is of no use with the next test's; and no thread
    of its heart beats into a database that a test has closed.
    """
    prepare._LETTERS.clear()
    prepare._IDENTITIES.clear()
    monkeypatch.setattr(heartbeat.HeartbeatThread, "run", lambda *_given: None)


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """`at(moment)` stops the machine's clock there, until the next call or the test's end.

    Moved at its source, so nothing keeps a name patched. `time.monotonic` goes on, and so do the
    clocks of other processes: PostgreSQL's, Redis's, a browser's.
    """
    with ExitStack() as stack:
        travels: list[time_machine.Traveller] = []

        def stop(when: datetime) -> None:
            if travels:
                travels[0].move_to(when.astimezone(UTC))
            else:
                travels.append(
                    stack.enter_context(time_machine.travel(when.astimezone(UTC), tick=False))
                )

        yield stop


def person(email: str, **fields: object) -> Contact:
    contact, _created = actions.meet(email=email, first_name="", zone="", now=MOMENT)
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.save()
    return contact


@pytest.fixture
def confirmed(db: None) -> Contact:
    """Agreed to the course `resistance-reframe` and confirmed it."""
    contact = person("confirmed@example.org", first_name="Robin", confirmed_at=MOMENT)
    actions.give(
        contact=contact, purpose="course:resistance-reframe", wording="Eight letters.", now=MOMENT
    )
    return contact


@pytest.fixture
def unconfirmed(db: None) -> Contact:
    return person("unconfirmed@example.org")


@pytest.fixture
def unsubscribed(db: None) -> Contact:
    contact = person("unsubscribed@example.org", confirmed_at=MOMENT)
    purpose = "course:resistance-reframe"
    actions.give(contact=contact, purpose=purpose, wording="Eight letters.", now=MOMENT)
    actions.withdraw(contact=contact, purpose=purpose, wording="No more.", now=MOMENT)
    return contact


@pytest.fixture
def bounced(db: None) -> Contact:
    contact = person("bounced@example.org", confirmed_at=MOMENT)
    actions.suppress(
        address=contact.email, reason=Suppression.Reason.BOUNCE, detail="5.1.1", now=MOMENT
    )
    return contact
