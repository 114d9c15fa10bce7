"""The first run: who she is, where letters come from, where and when she meets, in one form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from consultations.models import Availability, Meeting
from desk.actions import brand
from practice.actions import add_picture, present_revision
from practice.models import Image, Practice
from practice.pictures import Picture

Span = tuple[time, time]


DailyHours = tuple[frozenset[int], tuple[Span, ...]]
"""Open days that all have the same hours, and those hours."""


def week() -> DailyHours | None:
    """The weekly hours, if every open day is like the others and has two stretches at most."""
    by_day: dict[int, list[Span]] = {}
    for row in Availability.objects.order_by("weekday", "start"):
        by_day.setdefault(row.weekday, []).append((row.start, row.end))
    kinds = {tuple(spans) for spans in by_day.values()}
    if len(kinds) > 1 or any(len(spans) > 2 for spans in kinds):
        return None
    return frozenset(by_day), next(iter(kinds), ())


@transaction.atomic
def open_hours(days: Collection[int], spans: Collection[Span]) -> None:
    """Make these the weekly hours, if they are not."""
    wanted = (frozenset(days) if spans else frozenset(), tuple(spans) if days else ())
    if week() == wanted:
        return
    open_days, stretches = wanted
    # In one transaction with what takes their place: nobody meets a week without hours, and a kill
    # leaves none.
    Availability.objects.all().delete()
    Availability.objects.bulk_create(
        Availability(weekday=day, start=start, end=end)
        for day in sorted(open_days)
        for start, end in stretches
    )


def room() -> str | None:
    """The link of her video room, as her kinds of meeting have it; empty where none does, None
    where no kind waits for one.
    """
    links = Meeting.objects.filter(active=True).exclude(video_link="")
    link = links.values_list("video_link", flat=True).first()
    return link or ("" if without_place() else None)


def meet_in(link: str) -> None:
    """Let those kinds of meeting take place in this room that have no place, or have the room that
    stood here before. An empty link changes nothing.
    """
    if not link:
        return
    before = room()
    moved = Meeting.objects.filter(active=True, video_link=before) if before else without_place()
    Meeting.objects.filter(pk__in=[meeting.pk for meeting in moved]).update(video_link=link)


def without_place() -> list[Meeting]:
    """Kinds of meeting that could be booked if anybody knew where."""
    return [meeting for meeting in Meeting.objects.filter(active=True) if not meeting.has_place]


@transaction.atomic
def set_up(
    *,
    answers: Mapping[str, Any],
    portrait: Picture | None,
    alt: str,
    accent: str,
    by: User | None = None,
    now: datetime,
) -> Practice:
    """Keep what she told of herself and her practice; `answers` are fields of Practice."""
    practice = Practice.objects.the()
    for name, value in answers.items():
        setattr(practice, name, value)
    if portrait is not None:
        practice.portrait = add_picture(Image(alt=alt or practice.author_name), portrait)
    practice.set_up_at = now
    practice.save()
    brand.choose_accent(accent, by=by, now=now)
    present_revision(now=now, by=by)
    return practice
