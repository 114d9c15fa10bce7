"""What is due, and whether it may go: asked of the database in one statement, by its indexes.

The statements are written by the ORM once; writing them takes as long as asking them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast

from contacts.actions import REMINDERS
from contacts.models import Consent, Suppression
from health.models import Hold
from mail.models import Message, Purpose

# What a person's own stop does not hold back: what is asked for now, one by one.
_OWN_WORD = (Suppression.Reason.STOPPED, Suppression.Reason.ERASED)

# What a claim reads of a row: the fields of `ClaimedMessage`, and why it may not go.
JSON = ("facts", "names", "values", "attachment")
COLUMNS = (
    *("pk", "uid", "letter_id", "contact_id", "contact__uid", "contact__email"),
    *("purpose", "consent", *(f"{name}_json" for name in JSON)),
    *("is_test", "practice_revision_id", "tries", "why"),
)

Question = Callable[..., QuerySet[Message, Any]]

# They stand for the purpose and the moment in a statement that is written once.
_ANY = "any purpose"
_EVER = datetime(1, 1, 2, tzinfo=UTC)


def why_not(now: datetime) -> Case:
    """Why a due message may not go, asked in the claim's own statement; "" when it may."""
    standing = Suppression.objects.standing().filter(address_hash=OuterRef("contact__address_hash"))
    return Case(
        When(not_after__lt=now, then=Value("expired")),
        When(contact=None, then=Value("")),
        When(Exists(standing.exclude(reason__in=_OWN_WORD)), then=Value("suppressed")),
        When(purpose=Purpose.REQUESTED, then=Value("")),
        When(Exists(standing), then=Value("suppressed")),
        When(contact__confirmed_at=None, contact__brought_in_at=None, then=Value("unconfirmed")),
        When(consent="", then=Value("")),
        When(Q(consent=REMINDERS) & ~Q(said=Consent.Act.WITHDRAWN), then=Value("")),
        When(Q(consent=REMINDERS) & Q(said=None), then=Value("")),
        When(said=Consent.Act.GIVEN, then=Value("")),
        default=Value("unsubscribed"),
        output_field=CharField(),
    )


def due_with_reason(now: datetime) -> QuerySet[Any, Any]:
    """The due ones, each with why it may not go, whether or not there is a hold."""
    said = Consent.objects.latest_act(
        contact=OuterRef("contact"),
        purpose=OuterRef("consent"),
    )
    return Message.objects.due(now).alias(said=said).annotate(why=why_not(now))


def candidates(*, purpose: str, now: datetime) -> QuerySet[Message, tuple[Any, ...]]:
    """The due ones of a purpose, oldest first, as `COLUMNS`."""
    rows: QuerySet[Message, tuple[Any, ...]] = (
        due_with_reason(now)
        .filter(~Exists(Hold.objects.standing()), purpose=purpose)
        .annotate(**{f"{name}_json": Cast(name, TextField()) for name in JSON})
        .order_by("next_try_at", "id")
        .values_list(*COLUMNS)
    )
    return rows


def first_due(*, purpose: str, now: datetime) -> QuerySet[Message, int]:
    """The one that is due longest; none while the installation is held."""
    rows = Message.objects.due(now).filter(~Exists(Hold.objects.standing()), purpose=purpose)
    return rows.order_by("next_try_at", "id").values_list("pk", flat=True)[:1]


# Django takes longer to write the statement than PostgreSQL to answer it (`bin/bench due`).
@cache
def _written(question: Question) -> tuple[str, tuple[Any, ...]]:
    """A question about any purpose at some moment, in the words of the database."""
    sql, params = question(purpose=_ANY, now=_EVER).query.sql_with_params()
    return sql, params


def _statement(question: Question, *, purpose: str, now: datetime) -> tuple[str, list[Any]]:
    sql, params = _written(question)
    said = connection.ops.adapt_datetimefield_value
    given = {said(_EVER): said(now), _ANY: purpose}
    return sql, [given.get(value, value) for value in params]


def locked(*, purpose: str, limit: int, now: datetime) -> list[tuple[Any, ...]]:
    """The first `limit` candidates, locked, but for those another worker holds; SQLite has one
    writer at a time.

    Django locks `of=("self",)` for whole models only, and those cost more than the claim itself.
    """
    sql, params = _statement(candidates, purpose=purpose, now=now)
    sql += " LIMIT %s"
    if connection.features.has_select_for_update_skip_locked:
        sql += f" FOR UPDATE OF {connection.ops.quote_name(Message._meta.db_table)} SKIP LOCKED"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, limit])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def purposes(*, now: datetime, among: Iterable[str] = tuple(Purpose.values)) -> list[str]:
    """Those of the purposes of which something is due, asked in one statement.

    The oldest of each is asked for, not whether one exists: a database is free to answer the
    latter without the index, by reading from either end of the table.
    """
    names = list(among)
    statements = [_statement(first_due, purpose=purpose, now=now) for purpose in names]
    if not statements:
        return []
    sql = f"SELECT {', '.join(f'({statement})' for statement, _params in statements)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _sql, params in statements for value in params])
        row: tuple[int | None, ...] = cursor.fetchone()
    return [purpose for purpose, oldest in zip(names, row, strict=True) if oldest is not None]
