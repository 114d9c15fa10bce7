"""One-off letters and lessons share a reader's days: the claim of a one-off letter asks here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from courses import schedule
from courses.actions.prefetch import LATELY
from courses.models import Course, Enrollment, Progress
from mail.course_days import CourseDay
from mail.models import Message, MessageState, Purpose

State = Enrollment.State


def people() -> QuerySet[Enrollment, int]:
    """The ids of the contacts in a course."""
    return Enrollment.objects.filter(state=State.ACTIVE).values_list("contact_id", flat=True)


def look(contacts: Collection[int], now: datetime) -> dict[int, CourseDay]:
    """Of those in a course or with a lesson today; their places stay locked until the end of the
    transaction, so that no scheduler hands a lesson over meanwhile.
    """
    days = _days(contacts, now)
    either = Q(state=State.ACTIVE) | Q(contact__in=days)
    places = Enrollment.objects.filter(either, contact__in=contacts).select_related("contact")
    ids = {place.pk for place in places}
    free = Enrollment.objects.filter(pk__in=ids).order_by("pk").select_related("contact", "course")
    # Skipped, never waited for: the claim holds messages that the scheduler may wait for. And not
    # `FOR UPDATE`: rows that point to a place may be written meanwhile.
    locked = {
        place.pk: place
        for place in free.select_for_update(skip_locked=True, no_key=True, of=("self",))
    }
    # Once more under the locks: a lesson handed over a moment ago has its day by now.
    days = _days(contacts, now) if ids else days
    by_contact: dict[int, CourseDay] = {}
    for place in places:
        day = _day(locked.get(place.pk), place, days, now)
        other = by_contact.get(place.contact_id)
        by_contact[place.contact_id] = _joined(other, day) if other else day
    return {
        pk: day for pk, day in by_contact.items() if day.in_course or day.has_lesson or day.is_held
    }


def _days(contacts: Collection[int], now: datetime) -> dict[int, set[object]]:
    """The local days on which they have a lesson, of yesterday and from now on."""
    days: dict[int, set[object]] = defaultdict(set)
    rows = Progress.objects.filter(contact__in=contacts, day__gte=(now - LATELY).date())
    for contact, day in rows.order_by().values_list("contact", "day"):
        days[contact].add(day)
    return days


def _day(
    place: Enrollment | None, read: Enrollment, days: dict[int, set[object]], now: datetime
) -> CourseDay:
    zone = read.reader_zone
    if place is None:
        return CourseDay(zone, in_course=True, has_lesson=False, is_held=True)
    today = schedule.local_day(now, zone)
    active = place.state == State.ACTIVE
    runs = active and place.course.state != Course.State.PAUSED and place.message_id is None
    is_due = bool(runs and place.due_at and schedule.local_day(place.due_at, zone) <= today)
    return CourseDay(zone, active, is_due or today in days.get(place.contact_id, ()))


def _joined(day: CourseDay, other: CourseDay) -> CourseDay:
    return CourseDay(
        day.zone,
        in_course=day.in_course or other.in_course,
        has_lesson=day.has_lesson or other.has_lesson,
        is_held=day.is_held or other.is_held,
    )


def note(contacts: Collection[int], now: datetime) -> None:
    """They get a one-off letter today: the day is taken in each of their courses."""
    places = Enrollment.objects.filter(contact__in=contacts, state=State.ACTIVE)
    by_day: dict[object, list[int]] = defaultdict(list)
    for place in places.select_related("contact", "course"):
        by_day[schedule.local_day(now, place.reader_zone)].append(place.pk)
    for day, ids in by_day.items():
        # `look` has locked these places in this transaction: no scheduler reads the old day.
        Enrollment.objects.filter(pk__in=ids).update(letter_day=day)


def todays_letter(enrollment: Enrollment, now: datetime) -> bool:
    """Whether somebody who only now comes into a course had a one-off letter today."""
    rows = Message.objects.filter(contact=enrollment.contact_id, purpose=Purpose.LETTERS)
    last = rows.filter(state__in=(MessageState.SENT, MessageState.SENDING)).order_by("-pk")[:5]
    zone = enrollment.reader_zone
    today = schedule.local_day(now, zone)
    return any(
        schedule.local_day(sent_at or now, zone) == today
        for sent_at in last.values_list("sent_at", flat=True)
    )
