"""Open times on a page, the same for booking, moving and offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from consultations.forms import TimeForm, TimeRequestForm
from consultations.models import Meeting
from consultations.month_view import OpenDay, display, near
from consultations.slot_query import SlotQuery, look
from consultations.slots import Refusal, read_start
from consultations.wording import refusal_text, zone_words
from health.budgets import address_of
from health.client_ip import place
from health.clock import now
from practice.cities import COMMON, city, menu
from practice.languages import first_weekday
from practice.models import Practice
from practice.zones import read_zone, zone_name


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
    """The zone the form was filled in, else the one asked for, else the best known; the week as
    the visitor's browser knows it, else as the page's language does.
    """
    typed = form.data.get("zone", "") if form is not None and form.is_bound else ""
    query = {**request.GET.dict(), "zone": typed} if read_zone(typed) else request.GET.dict()
    language = get_language() or settings.LANGUAGE_CODE
    accepted = request.headers.get("Accept-Language", "")[:100].split(",")
    # A language alone tells no country: "en" of a browser would outvote an offer's own.
    tags = [tag.partition(";")[0].strip() for tag in accepted]
    tags = [tag for tag in tags if "-" in tag]
    return look(
        query,
        *otherwise,
        Practice.objects.the().zone,
        language=language,
        first_weekday=first_weekday(*tags, language),
    )


def sent_to(request: HttpRequest) -> str:
    """Where the form goes: here, without what only chose which times are shown."""
    query = request.GET.copy()
    for name in ("day", "month", "at", "zone"):
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def times(
    query: SlotQuery,
    open_times: Sequence[datetime],
    refusal: Refusal | None,
    form: TimeForm | None = None,
) -> dict[str, Any]:
    """What `_picker.html` needs; after a refusal, the times nearest to the one asked for."""
    wanted = sent_start(form) or query.at
    chosen = wanted if wanted in open_times and not refusal else None
    days, month = display(open_times, query, chosen)
    nearest: list[OpenDay] = near(refusal.nearest, query.zone) if refusal else []
    days = nearest or days
    language = get_language() or settings.LANGUAGE_CODE
    shown = [time for _day, times in days for time in times]
    return {
        "days": days,
        "month": month,
        "chosen": next((time for time in shown if time.start == chosen), None),
        "look": query,
        "zone": query.zone.key,
        "zone_label": city(query.zone.key, language),
        "zone_words": zone_words(query.zone, language),
        "zone_name": zone_name(query.zone, shown[0].start if shown else now()),
        "regions": menu(language),
        "common_cities": sorted(COMMON.items()),
        "refusal": refusal_text(refusal.why) if refusal else "",
        "nearest": bool(nearest),
    }


def sent_start(form: TimeForm | None) -> datetime | None:
    """The time a form was sent with, whatever else was amiss in it."""
    return read_start(form.data.get("start", "")) if form is not None and form.is_bound else None
