"""The hold of the whole installation, as the post office sees it: when it goes on by itself, what
waits behind it, who has left since, and letting the waiting go or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from contacts.models import Consent, Contact, Suppression
from health import actions as health
from health.clock import real_now
from health.models import Hold
from mail import accept_log
from mail.actions import claims, due_messages
from mail.models import Acceptance, Message, MessageState

TICK = "mail.send_due"


@transaction.atomic
def watch(*, now: datetime) -> None:
    """Before each pass: hold after a day's standstill; let go where nothing had piled up.

    Right after a standstill the other ticks may not have queued yet what is due, so it is held at
    once; when they have run and nothing is due, it is let go unseen.
    """
    since = health.silent_since(TICK)
    if since is not None:
        # Within this transaction, before the pass claims anything: a pass that began to send first
        # would let out what piled up.
        health.hold(reason=Hold.Reason.SILENCE, since=since, now=real_now())
        return
    standing = health.standing_hold()
    # A hold that somebody's hand or a restore put on is never let go by itself.
    if standing is None or standing.reason != Hold.Reason.SILENCE:
        return
    if (
        health.has_run_since(standing.held_at, but=TICK)
        and not waiting(now=now).filter(why="").exists()
    ):
        health.release(now=now)


def waiting(*, now: datetime) -> QuerySet[Any, Any]:
    """What would go if it were let go now, oldest first; `why` says why not, where it may not."""
    return due_messages.due_with_reason(now).order_by("next_try_at", "id")


def waiting_by_purpose(*, now: datetime) -> dict[str, int]:
    """How many of each purpose would go."""
    rows = due_messages.due_with_reason(now).filter(why="").order_by().values_list("purpose")
    return dict(rows.annotate(count=Count("pk")))


def left_since(moment: datetime) -> QuerySet[Contact]:
    """Who asked to be left alone, was found unreachable, or stopped letters since a moment."""
    standing = Suppression.objects.standing().filter(address_hash=OuterRef("address_hash"))
    stopped = Consent.objects.filter(
        contact=OuterRef("pk"), act=Consent.Act.WITHDRAWN, at__gt=moment
    )
    return Contact.objects.filter(
        Q(Exists(standing.filter(at__gt=moment))) | Q(Exists(stopped))
    ).order_by("pk")


@transaction.atomic
def let_go(*, now: datetime, skip: bool = False) -> int:
    """End the hold; with `skip` what is due now is settled as not sent. How many that were."""
    count = 0
    if skip and health.standing_hold():
        count = (
            # In one order of ids, as every change of several mails (`MessageQuerySet.locked`).
            Message.objects.due(now)
            .locked()
            .update(
                state=MessageState.SKIPPED,
                reason=_("Not sent: it was held, and may have gone before."),
                settled_at=now,
            )
        )
    health.release(now=now)
    return count


def accepted(*, folder: Path) -> list[int]:
    """What the accept logs hold: mails that servers took and the rows may not know of."""
    logs = [
        pk
        for worker in accept_log.workers(folder)
        for pk in accept_log.accepted_ids(folder, worker)
    ]
    return logs + list(Acceptance.objects.values_list("message", flat=True))


def forget_accepted(*, folder: Path) -> None:
    """The logs are of rows that are no longer there."""
    for worker in list(accept_log.workers(folder)):
        accept_log.forget(folder, worker)


@transaction.atomic
def mark_accepted(*, ids: Iterable[int], now: datetime) -> int:
    """In a restored database: mails that were being sent, and that a server had taken."""
    accepted = {*ids, *Acceptance.objects.values_list("message", flat=True)}
    # Read first, deleted after, in one transaction: between the two a crash must not lose what a
    # server took.
    Acceptance.objects.all().delete()
    # Only what was being sent: row numbers of a restored database may name other mails.
    rows = Message.objects.filter(pk__among=sorted(accepted), state=MessageState.SENDING)
    return claims.mark(rows, now=now)
