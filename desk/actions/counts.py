"""Small counts that Home and its health line share, asked in one question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Value

from consultations.models import Booking, TimeRequest
from contacts.models import Suppression
from guides.models import GuideCopy
from mail.models import Message, MessageState, Reply, in_state
from offers.models import Offer
from publishing import actions as publishing

LATELY = timedelta(days=7)
HARM = (Suppression.Reason.BOUNCE, Suppression.Reason.COMPLAINT)


def counts(now: datetime) -> dict[str, int]:
    """Mails that failed and addresses lost this week, guides not made, meetings to be marked,
    wishes for a time and replies that wait, offers not open yet, and by kind the texts saved
    since they went out.
    """
    lost = Message.objects.real().filter(in_state(MessageState.FAILED), settled_at__gt=now - LATELY)
    shut = Suppression.objects.standing().filter(reason__in=HARM, at__gt=now - LATELY)
    wanted: dict[str, QuerySet[Any]] = {
        "failures": lost,
        "guides": GuideCopy.objects.filter(state=GuideCopy.State.FAILED),
        "suppressions": shut,
        "unmarked": Booking.objects.standing().filter(ends_at__lt=now),
        "time_requests": TimeRequest.objects.filter(state=TimeRequest.State.OPEN),
        "replies": Reply.objects.filter(answered_at=None),
        "offers_begun": Offer.objects.begun(),
        **publishing.saved_since(),
    }
    return count_each(wanted)


def count_each(querysets: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows there are of each kind, by the names given, asked in one question."""
    parts = [_counted(name, rows) for name, rows in querysets.items()]
    # `all`: a plain UNION drops rows that are equal and sorts to find them. A kind without rows has
    # no line in it, thus the zeros below.
    counts = dict(parts[0].union(*parts[1:], all=True).order_by())
    return {name: counts.get(name, 0) for name in querysets}


def _counted(name: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    named: QuerySet[Any] = rows.order_by().values(which=Value(name)).annotate(n=Count("pk"))
    return named.values_list("which", "n")
