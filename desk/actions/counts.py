"""Small counts that Home and its health line share, asked in one question."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from consultations.models import Booking, TimeRequest
from contacts.models import Suppression
from desk.actions import retention
from desk.actions.count_each import count_each
from guides.models import GuideCopy
from mail.models import Message, MessageState, Reply, in_state
from offers.models import Offer
from publishing import actions as publishing

LATELY = timedelta(days=7)
HARM = (Suppression.Reason.BOUNCE, Suppression.Reason.COMPLAINT)


def counts(now: datetime) -> dict[str, int]:
    """Mails that failed and addresses lost this week, guides not made, meetings to be marked,
    wishes for a time and replies that wait, offers not open yet, people and answers that go within
    a week, and by kind the texts saved since they went out.
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
        **retention.leaving_rows(now=now),
        **publishing.saved_since(),
    }
    return count_each(wanted)
