"""How one-off letters go out: let go, queued a part at a time, paused, taken back, sent once more.

Every change locks the letter's row before those of its mails, as queueing does.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from contacts.models import Contact
from mail.actions.broadcasts import LETTERS, PART, AudienceMember, agreed, people
from mail.actions.enqueue import REOPENED, NewMessage, queue_all
from mail.actions.openings import Openings
from mail.actions.public_letters import slug_of
from mail.models import (
    Broadcast,
    DeliveryEvent,
    Letter,
    Message,
    MessageQuerySet,
    MessageState,
    Purpose,
)
from mail.send_window import zone_of
from practice.models import Practice
from publishing import actions as publishing

State = Broadcast.State
_UNDER_WAY = (State.SCHEDULED, State.QUEUED)


@transaction.atomic
def schedule(*, broadcast: Broadcast, by: Any = None, now: datetime) -> bool:
    """Publish a draft and let it go out; False when it is no draft. Raises NotReady."""
    # Under the row's lock, so that of two who press the button one finds a draft.
    if not _locked(broadcast, State.DRAFT):
        return False
    publishing.publish(broadcast, by=by, now=now)
    begins = _at_once(now) if broadcast.timing == Broadcast.Timing.NOW else {}
    Broadcast.objects.filter(pk=broadcast.pk).update(
        state=State.SCHEDULED,
        scheduled_at=now,
        reached=0,
        slug=slug_of(broadcast, broadcast.body.subject),
        **begins,
    )
    return True


@transaction.atomic
def stop(*, broadcast: Broadcast, now: datetime) -> int:
    """Take back what has not gone yet, for good; how many mails that were. Safe to repeat."""
    if _locked(broadcast, *_UNDER_WAY, State.PAUSED):
        Broadcast.objects.filter(pk=broadcast.pk).update(state=State.STOPPED, stopped_at=now)
    return _take_back(broadcast, _("You stopped this letter."), now)


@transaction.atomic
def pause(*, broadcast: Broadcast, now: datetime) -> int | None:
    """Take back what has not gone yet, until `unpause`; None where it is not on its way."""
    if not _locked(broadcast, *_UNDER_WAY):
        return None
    Broadcast.objects.filter(pk=broadcast.pk).update(state=State.PAUSED)
    return _take_back(broadcast, _("You paused this letter."), now)


@transaction.atomic
def unpause(*, broadcast: Broadcast, now: datetime) -> bool:
    """Let a paused letter go on to everybody who has not got it; False where it is not paused."""
    if not _locked(broadcast, State.PAUSED):
        return False
    # A worker may still hold some of them. Their reason says that they were taken back: it would
    # end them, when given back, after everybody else was queued again.
    held = own_messages(broadcast).filter(state=MessageState.SENDING)
    held.locked().exclude(reason="").update(reason="")
    Broadcast.objects.filter(pk=broadcast.pk).update(
        state=State.SCHEDULED, reached=0, **_from_now_on(broadcast, now)
    )
    return True


@transaction.atomic
def resend(*, broadcast: Broadcast, now: datetime) -> int:
    """Send it once more to those whom it could not reach; to how many. Safe to repeat."""
    if not _locked(broadcast, State.QUEUED):
        return 0
    ids = unreached(broadcast=broadcast).values_list("pk", flat=True)
    # Under the locks they wait again as what was taken back does, and are queued in its way.
    count = (
        Message.objects.filter(pk__among=list(ids))
        .locked()
        .update(
            state=MessageState.WITHDRAWN,
            reason=_("It could not be delivered, and goes once more."),
            sent_at=None,
            provider_id="",
            settled_at=now,
        )
    )
    if count:
        Broadcast.objects.filter(pk=broadcast.pk).update(
            state=State.SCHEDULED, reached=0, only_again=True, **_from_now_on(broadcast, now)
        )
    return count


def unreached(*, broadcast: Broadcast) -> MessageQuerySet:
    """Its mails that arrived nowhere, of people who still agree: given up, too late, or sent and
    sent back for now, with nothing better heard since.
    """
    heard = DeliveryEvent.objects.filter(message=OuterRef("pk"), at__gte=OuterRef("sent_at"))
    came_back = Exists(heard.filter(kind=DeliveryEvent.EventKind.SOFT)) & ~Exists(
        heard.filter(kind=DeliveryEvent.EventKind.DELIVERED)
    )
    return own_messages(broadcast).filter(
        Q(state__in=(MessageState.FAILED, MessageState.EXPIRED))
        | Q(came_back, state=MessageState.SENT),
        contact__in=agreed(broadcast.offer_id).order_by().values("pk"),
    )


def own_messages(broadcast: Broadcast) -> MessageQuerySet:
    """The mails of a one-off letter, of people who are still here."""
    return Message.objects.filter(key__startswith=broadcast.key_start, contact__isnull=False)


def progress(*, broadcast: Broadcast) -> dict[str, int]:
    """How many of its mails are in which state."""
    own = Message.objects.filter(key__startswith=broadcast.key_start).order_by()
    return dict(own.values_list("state").annotate(count=Count("pk")))


def queue_broadcasts(*, now: datetime) -> int:
    """Put the next part of every scheduled letter's readers into the queue; how many."""
    ids = Broadcast.objects.filter(state=State.SCHEDULED).values_list("pk", flat=True)
    return sum(_queue_part(pk, now) for pk in list(ids))


@transaction.atomic
def _queue_part(pk: int, now: datetime) -> int:
    rows = Broadcast.objects.select_for_update(skip_locked=True, of=("self",))
    # The row is the bookmark: locked, so that two ticks do not queue the same part, and moved in
    # the transaction that queues it, so that a kill repeats no part and leaves none out.
    rows = rows.select_related("letter", "published")
    broadcast = rows.filter(pk=pk, state=State.SCHEDULED).first()
    if broadcast is None or broadcast.letter is None:
        return 0
    # By the last id reached, not by an offset: who leaves or comes meanwhile shifts nobody.
    offer, after = broadcast.offer_id, broadcast.reached
    part = list(agreed(offer).filter(pk__gt=after)[:PART])
    states = _states(broadcast, part)
    openings = Openings.taken(broadcast, now=now)
    readers = people(broadcast.body.audience, offer=offer, after=after, limit=PART)
    letters = [
        letter
        for reader in readers
        if _is_next(broadcast, states.get(_key(broadcast, reader[0])))
        and (letter := _message_to(broadcast, broadcast.letter, reader, openings))
    ]
    queue_all(letters, now=now)
    broadcast.reached = part[-1].pk if part else broadcast.reached
    if len(part) < PART:
        broadcast.state, broadcast.only_again = State.QUEUED, False
    broadcast.save(update_fields=("reached", "state", "only_again"))
    return len(letters)


def _is_next(broadcast: Broadcast, state: str | None) -> bool:
    """Whether somebody gets a mail now, by the state of the one they have."""
    return state in REOPENED if state or broadcast.only_again else True


def _states(broadcast: Broadcast, contacts: Collection[Contact]) -> dict[str, str]:
    keys = [_key(broadcast, contact) for contact in contacts]
    return dict(Message.objects.filter(key__in=keys).values_list("key", "state"))


def _key(broadcast: Broadcast, contact: Contact) -> str:
    return f"{broadcast.key_start}{contact.uid.hex}"


def _message_to(
    broadcast: Broadcast, letter: Letter, reader: AudienceMember, openings: Openings
) -> NewMessage | None:
    contact, facts, names = reader
    times = openings.of(contact)
    return times and NewMessage(
        key=_key(broadcast, contact),
        letter=letter,
        contact=contact,
        purpose=Purpose.LETTERS,
        consent=LETTERS,
        facts=facts,
        names=names,
        values={"first_name": contact.first_name},
        offer=broadcast.offer_id,
        not_before=times[0],
        not_after=times[1],
    )


def _locked(broadcast: Broadcast, *states: str) -> bool:
    """Whether it is in one of these states, which nobody else changes until the end."""
    rows = Broadcast.objects.select_for_update(of=("self",))
    return rows.filter(pk=broadcast.pk, state__in=states).exists()


def _take_back(broadcast: Broadcast, words: str, now: datetime) -> int:
    """What has not gone yet is withdrawn; one that a worker holds ends so if it does not go."""
    # Locked before anything is said of them: one that is claimed or given back between the two
    # statements would slip past both, and go out later.
    own = Message.objects.filter(key__startswith=broadcast.key_start)
    unsent = own.filter(state__in=(MessageState.QUEUED, MessageState.SENDING)).locked()
    unsent.filter(state=MessageState.SENDING).update(reason=words)
    return unsent.filter(state=MessageState.QUEUED).update(
        state=MessageState.WITHDRAWN, reason=words, settled_at=now
    )


def _from_now_on(broadcast: Broadcast, now: datetime) -> dict[str, Any]:
    """The day of a letter that goes on; not before the one that was chosen."""
    begins = _at_once(now)
    if broadcast.send_on > begins["send_on"]:
        return {}
    if broadcast.timing == Broadcast.Timing.MORNING:
        return {"send_on": begins["send_on"]}
    return begins


def _at_once(now: datetime) -> dict[str, Any]:
    local = now.astimezone(zone_of(Practice.objects.the().zone))
    return {"send_on": local.date(), "hour": local.hour}
