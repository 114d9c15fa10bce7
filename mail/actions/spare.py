"""One-off letters that are due for people in courses: whoever has a lesson today gets theirs the
next morning; whoever is in a course at all, as the author chose; whoever paused them, after the
pause. Called by the claim, in its transaction, for one-off letters alone: lessons pay nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from contacts.models import Contact
from mail import course_days
from mail.course_days import CourseDay
from mail.models import Broadcast, Message, MessageState
from mail.send_window import window, zone_of

LONGEST_WAIT = timedelta(days=90)
USUAL_HOUR = 9
_PK, _CONTACT, _WHY = 0, 3, -1

type Row = tuple[Any, ...]
"""A row as `due_messages.locked` gives it."""


def spared(rows: Sequence[Row], *, now: datetime) -> tuple[list[Row], int]:
    """Those that may go now, and how many wait for another day or are left out."""
    people = {row[_CONTACT] for row in rows if row[_CONTACT] and not row[_WHY]}
    days = _days(people, now) if people else {}
    if not days:
        return list(rows), 0
    # Whose place a scheduler or a reader is changing just now is asked about in the next pass.
    rows = [row for row in rows if row[_WHY] or not _is_held(days, row)]
    of_course = {row[_PK]: days[row[_CONTACT]] for row in rows if _is_asked(days, row)}
    stays = _put_off(of_course, now)
    sendable = [row for row in rows if row[_PK] not in stays]
    # The lesson of the day would come to them else: both are decided under their places' locks.
    noted = {row[_CONTACT] for row in sendable if row[_PK] in of_course}
    course_days.note(noted, now)
    return sendable, len(stays)


def _days(people: Collection[int], now: datetime) -> Mapping[int, CourseDay]:
    """Of these contacts, those in courses and those who paused."""
    # Locks their places in courses, but only those that are free: the claim, which holds messages,
    # never waits for a scheduler that may wait for them.
    days = dict(course_days.look(people, now))
    resting = Contact.objects.filter(pk__in=people, letters_paused_until__gt=now)
    for contact, zone in resting.values_list("pk", "zone"):
        day = days.get(contact) or CourseDay(zone_of(zone), in_course=False, has_lesson=False)
        days[contact] = replace(day, rests=True)
    return days


def _is_held(days: Any, row: Row) -> bool:
    return row[_CONTACT] in days and days[row[_CONTACT]].is_held


def _is_asked(days: Any, row: Row) -> bool:
    return row[_CONTACT] in days and not row[_WHY]


def _put_off(of_course: dict[int, CourseDay], now: datetime) -> set[int]:
    """Write down what becomes of those that do not go now; their ids."""
    broadcasts = _broadcasts(of_course)
    ends: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for pk, day in of_course.items():
        changes = _becomes(broadcasts.get(pk), day, now)
        if changes:
            ends[tuple(changes.items())].append(pk)
    for end, ids in ends.items():
        Message.objects.filter(pk__among=ids).update(**dict(end))
    return {pk for ids in ends.values() for pk in ids}


def _broadcasts(messages: dict[int, CourseDay]) -> dict[int, Broadcast]:
    keys = dict(Message.objects.filter(pk__among=list(messages)).values_list("pk", "key"))
    uids = {pk: UUID(key.split(":")[1]) for pk, key in keys.items() if key.startswith("broadcast:")}
    rows = {
        broadcast.uid: broadcast for broadcast in Broadcast.objects.filter(uid__in={*uids.values()})
    }
    return {pk: rows[uid] for pk, uid in uids.items() if uid in rows}


def _becomes(broadcast: Broadcast | None, day: CourseDay, now: datetime) -> dict[str, Any]:
    """The fields of a message that does not go now; none where it goes."""
    choice = broadcast.in_course if broadcast else Broadcast.InCourse.BETWEEN
    if day.in_course and choice == Broadcast.InCourse.NOT:
        words = _("This person is in a course, and you chose that they do not get it.")
        return {"state": MessageState.SKIPPED, "reason": words, "settled_at": now}
    waits = day.in_course and choice == Broadcast.InCourse.AFTER
    if not waits and not day.has_lesson and not day.rests:
        return {}
    if broadcast and broadcast.scheduled_at and broadcast.scheduled_at + LONGEST_WAIT < now:
        words = _("It waited 90 days for a day without a lesson.")
        return {"state": MessageState.EXPIRED, "reason": words, "settled_at": now}
    tomorrow = now.astimezone(day.zone).date() + timedelta(days=1)
    hour = broadcast.hour if broadcast else USUAL_HOUR
    opening = window(tomorrow, hour=hour, zone=day.zone, now=now)
    assert opening is not None  # tomorrow is ahead
    words = _("This person has a lesson that day; it comes on the next morning.")
    if waits:
        words = _("It waits for the end of this person's course.")
    if day.rests:
        words = _("This person paused their letters; it waits for the end of the pause.")
    opens, closes = opening
    times = {"not_before": opens, "next_try_at": opens, "not_after": closes}
    return {**times, "reason": words}
