"""Who may send which message now: claims, and how each of them ends.

A claim names its worker. Leases go by real time and heartbeats; due times by the house's clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.actions import REMINDERS
from contacts.models import Consent, Suppression
from mail import journal
from mail.models import Message, MessageQuerySet, Purpose, State
from pulse.clock import real_now
from pulse.models import Heartbeat, alive_workers

# What a person's own stop does not hold back: what is asked for now, one by one.
_OWN_WORD = (Suppression.Reason.STOPPED, Suppression.Reason.ERASED)

# Why a due message may not go -> the state it ends in, and the words for the author.
WHY_NOT: dict[str, tuple[State, Promise]] = {
    "expired": (State.EXPIRED, _("Its time had passed.")),
    "suppressed": (State.SKIPPED, _("This address must not be mailed.")),
    "unconfirmed": (State.SKIPPED, _("The address is not confirmed.")),
    "unsubscribed": (State.SKIPPED, _("There is no standing agreement.")),
}


@dataclass
class Claim:
    """What one pass took, and how many it settled without sending."""

    messages: list[Message] = field(default_factory=list)
    settled: int = 0


def why_not(now: datetime) -> Case:
    """Why a due message may not go, asked in the claim's own statement; "" when it may."""
    standing = Suppression.objects.standing().filter(address_hash=OuterRef("contact__address_hash"))
    return Case(
        When(not_after__lt=now, then=Value("expired")),
        When(contact=None, then=Value("")),
        When(Exists(standing.exclude(reason__in=_OWN_WORD)), then=Value("suppressed")),
        When(purpose=Purpose.REQUESTED, then=Value("")),
        When(Exists(standing), then=Value("suppressed")),
        When(contact__confirmed_at=None, then=Value("unconfirmed")),
        When(consent="", then=Value("")),
        When(Q(consent=REMINDERS) & ~Q(said=Consent.Act.WITHDRAWN), then=Value("")),
        When(Q(consent=REMINDERS) & Q(said=None), then=Value("")),
        When(said=Consent.Act.GIVEN, then=Value("")),
        default=Value("unsubscribed"),
        output_field=CharField(),
    )


def candidates(*, purpose: str, now: datetime) -> MessageQuerySet:
    """The due ones of a purpose, oldest first, each with `why` it may not go."""
    said = Consent.objects.latest_act(
        contact=OuterRef("contact"),
        purpose=OuterRef("consent"),
    )
    return (
        Message.objects.due(now)
        .filter(purpose=purpose)
        .select_related("contact")
        .alias(said=said)
        .annotate(why=why_not(now))
        .order_by("next_try_at", "id")
    )


@transaction.atomic
def take(
    *, worker: str, limit: int, now: datetime, purposes: Iterable[str] = tuple(Purpose.values)
) -> Claim:
    """Claim up to `limit` due messages, in the order of purposes; settle those that may not go."""
    claim = Claim()
    left = limit
    for purpose in purposes:
        if left <= 0:
            break
        rows = candidates(purpose=purpose, now=now)
        found = list(rows.select_for_update(skip_locked=True, of=("self",))[:left])
        left -= len(found)
        claim.messages += [row for row in found if row.why == ""]  # type: ignore[attr-defined]  # annotated
        claim.settled += _settle([row for row in found if row.why], now)  # type: ignore[attr-defined]  # annotated
    _hold(claim.messages, worker)
    return claim


def _settle(rows: list[Message], now: datetime) -> int:
    for why in {row.why for row in rows}:  # type: ignore[attr-defined]  # annotated
        state, words = WHY_NOT[why]
        ids = [row.pk for row in rows if row.why == why]  # type: ignore[attr-defined]  # annotated
        Message.objects.filter(pk__in=ids).update(state=state, reason=str(words), settled_at=now)
    return len(rows)


def _hold(rows: list[Message], worker: str) -> None:
    if not rows:
        return
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.SENDING,
        claimed_by=worker,
        claimed_at=real_now(),
        tries=F("tries") + 1,
        reason="",
    )
    for row in rows:
        row.state, row.claimed_by, row.tries = State.SENDING, worker, row.tries + 1


def held(messages: Iterable[Message]) -> MessageQuerySet:
    """Those still held by the worker that claimed them."""
    rows = list(messages)
    names = {row.claimed_by for row in rows}
    return Message.objects.filter(
        pk__in=[row.pk for row in rows], state=State.SENDING, claimed_by__in=names
    )


def free_silent(*, folder: Path, now: datetime) -> int:
    """Free the claims of workers not heard for 45 s, but for what their journals say was sent."""
    alive = list(alive_workers(real_now()))
    for worker in journal.others(folder, alive):
        replay(folder=folder, worker=worker, now=now)
        journal.forget(folder, worker)
    silent = Message.objects.filter(state=State.SENDING).exclude(claimed_by__in=alive)
    return give_back(silent, now=now) if silent.exists() else 0


def replay(*, folder: Path, worker: str, now: datetime) -> int:
    """Mark what a worker's journal holds and the database did not hear of."""
    ids = journal.kept(folder, worker)
    held_by = Message.objects.filter(pk__in=ids, state=State.SENDING, claimed_by=worker)
    return _mark(held_by, now=now) if ids else 0


def settle_own(*, folder: Path, worker: str, now: datetime) -> int:
    """What this worker still held when an earlier pass broke off: sent ones marked, others free."""
    replay(folder=folder, worker=worker, now=now)
    own = Message.objects.filter(state=State.SENDING, claimed_by=worker)
    return give_back(own, now=now) if own.exists() else 0


def is_one_disk(*, folder: Path) -> bool:
    """Whether every living mail worker keeps its journal here, so that each can read the others'.

    Where they do not share a folder, each acceptance is marked in the database at once.
    """
    alive = Heartbeat.objects.alive(real_now()).filter(kind="mail")
    return all(
        journal.file_of(folder, name).exists() for name in alive.values_list("worker", flat=True)
    )


def give_back(rows: MessageQuerySet, *, now: datetime, **fields: object) -> int:
    """Claimed rows wait again; one taken back while it was claimed ends withdrawn."""
    rows.exclude(reason="").update(state=State.WITHDRAWN, claimed_by="", settled_at=now)
    return rows.filter(reason="").update(**{"state": State.QUEUED, "claimed_by": "", **fields})


def release(messages: Iterable[Message], *, now: datetime) -> int:
    """Give back what was claimed and not tried."""
    return give_back(held(messages), now=now, tries=F("tries") - 1)


def later(message: Message, *, at: datetime, reason: str, now: datetime) -> int:
    """Try again at `at`, or settle as expired just after its last moment."""
    if message.not_after and at > message.not_after:
        at = max(now, message.not_after + timedelta(seconds=1))
    waiting = held([message])
    freed = give_back(waiting, now=now, next_try_at=at)
    Message.objects.filter(pk=message.pk, state=State.QUEUED).update(reason=reason)
    return freed


def sent(messages: Iterable[Message], *, provider_id: str = "", now: datetime) -> int:
    """Mark acceptances; fewer than given when claims were lost (a duplicate is possible)."""
    return _mark(held(messages), provider_id=provider_id, now=now)


def _mark(rows: MessageQuerySet, *, provider_id: str = "", now: datetime) -> int:
    return rows.update(
        state=State.SENT,
        reason="",
        claimed_by="",
        provider_id=provider_id[:200],
        sent_at=now,
        settled_at=now,
    )


def fail(message: Message, *, reason: str, now: datetime) -> bool:
    """Give a message up for good."""
    return bool(
        held([message]).update(
            state=State.FAILED, reason=reason[:300], claimed_by="", settled_at=now
        )
    )


def reopen(ids: Iterable[int], *, now: datetime) -> int:
    """Failed messages wait again: the sender was to blame, not they."""
    return Message.objects.filter(pk__in=list(ids), state=State.FAILED).update(
        state=State.QUEUED, reason="", settled_at=None, next_try_at=now
    )
