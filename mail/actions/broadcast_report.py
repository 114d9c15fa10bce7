"""What became of a one-off letter, in numbers: never by person, and nothing of any answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from contacts.models import Consent
from mail.actions.broadcast_queue import own_messages, progress, unreached
from mail.actions.broadcasts import LETTERS
from mail.actions.clicks import clicked
from mail.models import Broadcast, DeliveryEvent, MessageState, Reply
from practice.models import Practice

LEFT_WITHIN = timedelta(days=7)
_WAITING = (MessageState.QUEUED, MessageState.SENDING)
Heard = DeliveryEvent.EventKind


def report(*, broadcast: Broadcast) -> dict[str, Any]:
    """How many of its mails, and of its readers, by what became of them; `delivered` is None where
    whoever delivers the mail does not tell, `clicked` where nothing is counted. Read from the mails
    and what was heard of them, so it is always as things stand.
    """
    states, heard = progress(broadcast=broadcast), _heard(broadcast)
    sent = own_messages(broadcast).filter(state=MessageState.SENT)
    waiting = sum(states.get(state, 0) for state in _WAITING)
    counts = broadcast.letter is not None and Practice.objects.the().count_clicks
    gone = states.get(MessageState.SENT, 0)
    failed = states.get(MessageState.FAILED, 0)
    return {
        "all": sum(states.values()),
        "waiting": waiting,
        "sent": gone,
        "delivered": heard.get(Heard.DELIVERED),
        "bounced": heard.get(Heard.BOUNCED, 0) + failed,
        "bounced_for_now": heard.get(Heard.SOFT, 0),
        "complained": heard.get(Heard.COMPLAINED, 0),
        "left": sent.filter(Exists(_stopped())).count(),
        "replied": _replied(broadcast),
        "not_sent": sum(states.values()) - waiting - gone - failed,
        "unreached": unreached(broadcast=broadcast).count(),
        "clicked": clicked(broadcast.letter) if counts and broadcast.letter else None,
    }


def _heard(broadcast: Broadcast) -> dict[str, int]:
    """By the kind of event, of how many mails it was told; a mail may be told of several times."""
    of_letter = DeliveryEvent.objects.filter(message__key__startswith=broadcast.key_start)
    # What was refused at once is counted as failed already.
    rows = of_letter.order_by().values_list("kind")
    return dict(rows.annotate(count=Count("message", distinct=True)))


def _replied(broadcast: Broadcast) -> int:
    rows = Reply.objects.filter(message__key__startswith=broadcast.key_start, is_doubtful=False)
    return rows.order_by().values("contact").distinct().count()


def _stopped() -> QuerySet[Consent]:
    """A no to letters within a week after the mail: which mail brought it nobody can tell."""
    return Consent.objects.filter(
        contact=OuterRef("contact"),
        purpose=LETTERS,
        act=Consent.Act.WITHDRAWN,
        at__gte=OuterRef("sent_at"),
        at__lt=OuterRef("sent_at") + LEFT_WITHIN,
    )
