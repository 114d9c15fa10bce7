"""Who may send which message now: claims, and how each of them ends.

A claim names its worker and stands while that one's heartbeat is seen to go on; no clock is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from health.models import dead
from mail import accept_log
from mail.actions import acceptances, due_messages
from mail.actions.spare import spared
from mail.claim import ClaimedMessage
from mail.models import Message, MessageQuerySet, MessageState, Purpose

# Why a due message may not go -> the state it ends in, and the words for the author.
WHY_NOT: dict[str, tuple[MessageState, Promise]] = {
    "expired": (MessageState.EXPIRED, _("Its time had passed.")),
    "suppressed": (MessageState.SKIPPED, _("This address must not be mailed.")),
    "unconfirmed": (MessageState.SKIPPED, _("The address is not confirmed.")),
    "unsubscribed": (MessageState.SKIPPED, _("There is no standing agreement.")),
}


@transaction.atomic
def take(
    *,
    worker: str,
    limit: int,
    now: datetime,
    revision: int | None = None,
    purposes: Iterable[str] = tuple(Purpose.values),
) -> tuple[list[ClaimedMessage], int]:
    """Claim up to `limit` due messages, in the order of purposes; settle those that may not go, and
    return how many those were.

    `revision`: of the practice, stamped on those that have none.
    """
    messages: list[ClaimedMessage] = []
    settled = 0
    # From `locked` to `_hold` in one transaction: PostgreSQL's row locks, and on SQLite the one
    # writer (BEGIN IMMEDIATE), keep others off these rows. A commit in between, and two send them.
    for purpose in due_messages.purposes(now=now, among=purposes):
        left = limit - len(messages) - settled
        if left <= 0:
            break
        refused: dict[str, list[int]] = defaultdict(list)
        rows = due_messages.locked(purpose=purpose, limit=left, now=now)
        if purpose == Purpose.LETTERS:
            rows, put_off = spared(rows, now=now)
            settled += put_off
        for *row, why in rows:
            if why:
                refused[why].append(row[0])
            else:
                messages.append(_claimed(row, worker, revision))
        settled += _settle(refused, now)
    _hold(messages, worker, revision)
    return messages, settled


def _claimed(row: Sequence[Any], worker: str, revision: int | None) -> ClaimedMessage:
    """A row as the claim makes it: in this worker's name, stamped, tried once more."""
    pk, uid, letter, contact, reader, *words, stamp, tries = row
    values = [pk, _uuid(uid), letter, contact, reader and _uuid(reader), *words]
    values += [stamp or revision, tries + 1, worker]
    return ClaimedMessage(*values)


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _settle(refused: Mapping[str, Iterable[int]], now: datetime) -> int:
    count = 0
    for why, ids in refused.items():
        state, words = WHY_NOT[why]
        count += Message.objects.filter(pk__among=ids).update(
            state=state, reason=str(words), settled_at=now
        )
    return count


def _hold(rows: Sequence[ClaimedMessage], worker: str, revision: int | None) -> None:
    if rows:
        Message.objects.filter(pk__among=frozenset(row.pk for row in rows)).update(
            state=MessageState.SENDING,
            claimed_by=worker,
            # Counted in the database, since each of these rows has its own number; the copies the
            # worker holds count the same in `_claimed`.
            tries=F("tries") + 1,
            reason="",
            # The first attempt's stamp stays: what a server may have taken already is repeated word
            # for word, whatever the practice says by now.
            practice_revision=Coalesce("practice_revision", Value(revision)),
        )


def held(messages: Iterable[ClaimedMessage]) -> MessageQuerySet:
    """Those still held by the worker that claimed them."""
    rows = list(messages)
    names = {row.claimed_by for row in rows}
    # `claimed_by` too: once this worker was taken for dead another may hold the row, and then only
    # what that one's server says counts.
    return Message.objects.filter(
        pk__among=frozenset(row.pk for row in rows),
        state=MessageState.SENDING,
        claimed_by__in=names,
    )


def free_silent(*, folder: Path, worker: str, now: datetime) -> int:
    """Free the claims of workers that live no more, but for what their servers had accepted."""
    held_now = Message.objects.held(now)
    names = set(held_now.order_by().values_list("claimed_by", flat=True).distinct())
    names |= {*accept_log.workers(folder), *acceptances.workers()}
    silent = dead(names - {worker})
    for name in silent:
        # What its server took is marked before the rest waits again, or it would go twice. The file
        # goes after the commit: a kill here only marks the same again.
        replay(folder=folder, worker=name, now=now)
        accept_log.forget(folder, name)
    return give_back(held_now.filter(claimed_by__in=silent), now=now) if silent else 0


@transaction.atomic
def replay(*, folder: Path, worker: str, now: datetime) -> int:
    """Mark what a worker's server accepted and the database did not hear of."""
    beside = acceptances.of(worker)
    ids = {*accept_log.accepted_ids(folder, worker), *beside}
    if not ids:
        return 0
    held_by = Message.objects.filter(
        pk__among=list(ids), state=MessageState.SENDING, claimed_by=worker
    )
    # In the transaction that marks: alone, a kill between the two would forget what was sent.
    acceptances.forget(beside)
    return mark(held_by, now=now)


def settle_own(*, folder: Path, worker: str, now: datetime) -> int:
    """What this worker still held when an earlier pass broke off: sent ones marked, others free."""
    replay(folder=folder, worker=worker, now=now)
    own = Message.objects.held(now).filter(claimed_by=worker)
    return give_back(own, now=now) if own.exists() else 0


@transaction.atomic
def give_back(rows: MessageQuerySet, *, now: datetime, **fields: object) -> int:
    """Claimed rows wait again; one taken back while it was claimed ends withdrawn."""
    ours = rows.locked()
    # A reason on a claimed row means that it was taken back meanwhile (`withdraw`). The locks keep
    # it from being taken back between these two statements: it would match neither.
    ours.exclude(reason="").update(state=MessageState.WITHDRAWN, claimed_by="", settled_at=now)
    return ours.filter(reason="").update(
        **{"state": MessageState.QUEUED, "claimed_by": "", **fields}
    )


def release(messages: Iterable[ClaimedMessage], *, now: datetime) -> int:
    """Give back what was claimed and not tried."""
    rows = list(messages)
    if not rows:
        return 0
    untried = Case(When(tries__lte=1, then=None), default=F("practice_revision"))
    return give_back(held(rows), now=now, tries=F("tries") - 1, practice_revision=untried)


def later(message: ClaimedMessage, *, at: datetime, reason: str, now: datetime) -> int:
    """Try again at `at`, or settle as expired just after its last moment."""
    last = Message.objects.values_list("not_after", flat=True).filter(pk=message.pk).first()
    if last and at > last:
        at = max(now, last + timedelta(seconds=1))
    waiting = held([message])
    freed = give_back(waiting, now=now, next_try_at=at)
    # Only now that it waits again: on a claimed row the words would read as its being taken back.
    Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(reason=reason)
    return freed


@transaction.atomic
def sent(messages: Iterable[ClaimedMessage], *, provider_id: str = "", now: datetime) -> int:
    """Mark acceptances; fewer than given when claims were lost (a duplicate is possible)."""
    return mark(held(messages), provider_id=provider_id, now=now)


def mark(rows: MessageQuerySet, *, provider_id: str = "", now: datetime) -> int:
    """Inside a transaction."""
    return rows.locked().update(
        state=MessageState.SENT,
        reason="",
        claimed_by="",
        provider_id=provider_id[:200],
        sent_at=now,
        settled_at=now,
    )


def fail(message: ClaimedMessage, *, reason: str, now: datetime) -> bool:
    """Give a message up for good."""
    return bool(
        held([message]).update(
            state=MessageState.FAILED, reason=reason[:300], claimed_by="", settled_at=now
        )
    )


@transaction.atomic
def reopen(ids: Iterable[int], *, now: datetime) -> int:
    """Failed messages wait again: the sender was to blame, not they."""
    failed = Message.objects.filter(pk__among=list(ids), state=MessageState.FAILED)
    return failed.locked().update(
        state=MessageState.QUEUED, reason="", settled_at=None, next_try_at=now
    )
