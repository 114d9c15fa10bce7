"""The breaker: sending pauses when the sender is in trouble, and nobody is blamed for it.

A refused address is only suppressed once another mail went through after it; five refusals of
different people in a row mean that something is wrong with us.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from contacts.actions import record, suppress
from contacts.links import absolute
from contacts.models import Suppression
from mail import backoff
from mail.actions import claims
from mail.actions.notices import tell
from mail.models import Breaker, DeliveryEvent
from mail.smtp_replies import SmtpOutcome

MOST_REFUSALS = 5


def row() -> Breaker:
    return Breaker.objects.get_or_create(pk=1)[0]


def paused(*, now: datetime) -> Breaker | None:
    """The breaker while it holds mail back at `now`."""
    return Breaker.objects.filter(pk=1, paused_until__gt=now).first()


def is_probing() -> bool:
    """Whether the next mail is a trial after a pause."""
    return Breaker.objects.filter(pk=1, pauses__gt=0).exists()


@transaction.atomic
def trip(*, reason: str, now: datetime) -> Breaker:
    """Pause sending, longer each time in a row. A pause that holds already is left as it is."""
    row()
    # Under the row's lock: of two workers that fail at once one counts a pause and tells the
    # author.
    breaker = Breaker.objects.select_for_update().get(pk=1)
    if breaker.paused_until and breaker.paused_until > now:
        return breaker
    if breaker.paused_at is None:
        _tell(reason, now)
    breaker.pauses += 1
    # Of a pause that grows the beginning stays, by which the author sees how long it lasts.
    breaker.paused_at = breaker.paused_at or now
    breaker.paused_until = backoff.next_pause(pauses=breaker.pauses, now=now)
    breaker.reason = reason[:300]
    breaker.save()
    return breaker


def _tell(reason: str, now: datetime) -> None:
    """One notice a pause, however often it grows; it leaves with the first mail that may."""
    tell(
        "sending_paused_notice",
        key=f"paused:{now:%Y%m%dT%H%M%S%f}",
        values={
            "note_text": reason[:300],
            "admin_url": absolute(reverse("admin:mail_message_changelist")),
        },
        now=now,
    )


def resume(*, now: datetime) -> None:
    """End the pause at once, by the author's hand; the next mail is a trial."""
    Breaker.objects.filter(pk=1).update(paused_until=now)


def unweighed() -> list[DeliveryEvent]:
    """Refusals after which nothing has gone through yet."""
    waiting = DeliveryEvent.objects.filter(kind=DeliveryEvent.EventKind.REFUSED, weighed_at=None)
    return list(waiting.select_related("contact").order_by("id"))


@transaction.atomic
def proved(*, now: datetime) -> int:
    """A mail went through: the pause is over, and refused addresses are to blame themselves."""
    Breaker.objects.filter(pk=1, pauses__gt=0).update(
        pauses=0, paused_at=None, paused_until=None, reason=""
    )
    # Not before a mail went through (promise 4): until then the fault may be ours, and a suppressed
    # address is a person who hears nothing more.
    events = unweighed()
    for event in events:
        if event.code == SmtpOutcome.ADDRESS and event.contact:
            suppress(
                address=event.contact.email,
                reason=Suppression.Reason.BOUNCE,
                detail=event.detail,
                now=now,
            )
            record(contact=event.contact, kind="bounced", now=now)
    DeliveryEvent.objects.filter(pk__in=[event.pk for event in events]).update(weighed_at=now)
    return len(events)


@transaction.atomic
def doubted(*, reason: str, now: datetime) -> bool:
    """After a refusal: whether there were too many in a row. Then sending pauses, the refused
    messages wait again, and no address is suppressed.
    """
    events = unweighed()
    people = {event.contact_id or f"letter {event.message_id}" for event in events}
    if len(people) < MOST_REFUSALS:
        return False
    trip(reason=reason, now=now)
    # Weighed in the transaction that opens them again: a kill leaves both or none, and no later
    # success suppresses these addresses.
    claims.reopen((event.message_id for event in events if event.message_id), now=now)
    DeliveryEvent.objects.filter(pk__in=[event.pk for event in events]).update(weighed_at=now)
    return True
