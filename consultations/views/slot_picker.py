"""Open times on a page, the same for booking, moving and offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from consultations.forms import TimeForm, TimeRequestForm
from consultations.models import Meeting
from consultations.month_view import OpenDay, display, near
from consultations.slot_query import SlotQuery, look
from consultations.slots import Refusal
from consultations.wording import refusal_text
from health.budgets import address_of
from health.client_ip import place
from health.clock import now
from practice.models import Practice
from practice.zones import choices, read_zone, zone_name
from practice.zones import place as zone_words


def chosen_meeting(request: HttpRequest, offered: list[Meeting]) -> Meeting | None:
    """Of those that can be booked the kind of meeting ?kind= names, else the first."""
    wanted = request.GET.get("kind", "")
    return next(
        (meeting for meeting in offered if meeting.key == wanted), offered[0] if offered else None
    )


def place_of(request: HttpRequest) -> int | None:
    """The number of the network a request comes from."""
    return place(address_of(request), key=settings.HASH_KEY)


def looking(
    request: HttpRequest, form: TimeForm | TimeRequestForm | None, *otherwise: str
) -> SlotQuery:
    """The zone the form was filled in, else the one asked for, else the best known."""
    typed = form.data.get("zone", "") if form is not None and form.is_bound else ""
    query = {**request.GET.dict(), "zone": typed} if read_zone(typed) else request.GET.dict()
    return look(query, *otherwise, Practice.objects.the().zone)


def times(
    query: SlotQuery, open_times: Sequence[datetime], refusal: Refusal | None
) -> dict[str, Any]:
    """What `_times.html` needs; after a refusal, the times nearest to the one asked for."""
    days, month = display(open_times, query.zone, week=query.week, month=query.month)
    nearest: list[OpenDay] = near(refusal.nearest, query.zone) if refusal else []
    days = nearest or days
    return {
        "days": days,
        "month": month,
        "look": query,
        "zone": query.zone.key,
        "zone_label": zone_words(query.zone.key),
        "zone_name": zone_name(query.zone, days[0][1][0].start if days else now()),
        "regions": choices(),
        "refusal": refusal_text(refusal.why) if refusal else "",
        "nearest": bool(nearest),
    }
