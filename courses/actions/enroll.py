"""People come into a course, book an hour, and leave."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from contacts import actions as contacts
from contacts.clean_name import readable
from contacts.models import Consent, Contact, ContactTag
from courses.actions.letter_days import todays_letter
from courses.actions.next_lesson import locked, plan_next, replan, take_back
from courses.models import Course, Enrollment
from courses.schedule import local_day
from courses.timetable import pace_of, paces_in
from writing.segments import Facts

REMIND_AFTER = timedelta(hours=48)
State = Enrollment.State


@transaction.atomic
def enroll(
    *,
    contact: Contact,
    course: Course,
    consent: Consent,
    facts: Facts,
    names: Mapping[str, str],
    first_name: str,
    zone: str,
    pace: int = 0,
    now: datetime,
) -> Enrollment:
    """A place that waits for its reader's yes; one that is there already stays as it is.

    What is given here counts for a place that a yes finds as it was made.
    """
    # One place a person and course: of two that come in at once the second finds the first's.
    enrollment, _created = Enrollment.objects.get_or_create(
        contact=contact,
        course=course,
        defaults={
            "consent": consent,
            "facts": facts.as_json(),
            "names": dict(names),
            "first_name": readable(first_name),
            "zone": zone[:64],
            "pace": pace_of(pace, paces_in(course.paces)),
            "created_at": now,
            "remind_at": now + REMIND_AFTER,
        },
    )
    return enrollment


def forget_waiting(*, enrollment: Enrollment) -> None:
    """Nobody is asked any more whether these letters may begin: the place goes."""
    Enrollment.objects.filter(pk=enrollment.pk, state=State.WAITING).delete()


@transaction.atomic
def confirm(
    *,
    enrollment: Enrollment,
    consent: Consent | None = None,
    facts: Facts | None = None,
    names: Mapping[str, str] | None = None,
    first_name: str | None = None,
    zone: str = "",
    pace: int | None = None,
    now: datetime,
) -> Enrollment:
    """The reader said yes to an asking (`consent`, else that of the place): the letters begin.

    With `facts` the letters go by those from now on, and speak to `first_name`. `zone` is used
    where none is known, `pace` where the letters begin. Somebody who left goes on where she
    stopped, or from the start where the course says so. Safe to repeat.
    """
    # Read anew under the lock, which the scheduler skips: what it planned since the caller read the
    # row would else be saved over.
    enrollment = locked(enrollment.pk)
    enrollment.consent = consent or enrollment.consent
    if facts is not None:
        enrollment.facts, enrollment.names = facts.as_json(), dict(names or {})
    if first_name is not None:
        enrollment.first_name = readable(first_name)
        enrollment.zone = ""
    enrollment.zone = enrollment.zone or enrollment.contact.zone or zone[:64]
    enrollment.contact = contacts.confirm(
        consent=enrollment.consent, first_name=enrollment.first_name, zone=enrollment.zone, now=now
    )
    enrollment.remind_at = None
    if enrollment.state in (State.WAITING, State.LEFT):
        if pace is not None:
            enrollment.pace = pace_of(pace, paces_in(enrollment.course.paces))
        _begin(enrollment, now=now)
    enrollment.save()
    if enrollment.state == State.ACTIVE and enrollment.message_id is None:
        plan_next(enrollment, now=now)
    return enrollment


def _begin(enrollment: Enrollment, *, now: datetime) -> None:
    """Into the course: the first lesson, or the next one, counts its days from now."""
    if enrollment.state == State.LEFT and enrollment.course.restart:
        enrollment.progress.all().delete()
        enrollment.confirmed_at = None
        enrollment.uid = uuid.uuid4()  # the letters' keys begin with it: they may go again
    enrollment.state = State.ACTIVE
    enrollment.confirmed_at = enrollment.confirmed_at or now
    enrollment.settled_at, enrollment.at_once = now, False
    enrollment.left_at = enrollment.paused_until = None
    course, contact, source = enrollment.course, enrollment.contact, ContactTag.PutOnBy.JOINED
    contacts.tag(contact=contact, label=course.tag_joined, source=source, why=course, now=now)
    if todays_letter(enrollment, now):
        enrollment.letter_day = local_day(now, enrollment.reader_zone)


@transaction.atomic
def leave(*, enrollment: Enrollment, now: datetime) -> Enrollment:
    """The reader stops this course; what is queued and unsent stays here. Safe to repeat."""
    enrollment = locked(enrollment.pk)
    purpose = enrollment.course.purpose
    contacts.unsubscribe(contact=enrollment.contact, purpose=purpose, now=now)
    take_back(enrollment, reason="The reader stopped the course.", now=now)
    return mark_left(enrollment, now=now)


def mark_left(enrollment: Enrollment, *, now: datetime) -> Enrollment:
    """Out of the course, unless it is over. The caller holds the lock."""
    if enrollment.state in (State.WAITING, State.ACTIVE):
        enrollment.state, enrollment.left_at = State.LEFT, now
        enrollment.due_at = enrollment.remind_at = None
        enrollment.save(update_fields=("state", "left_at", "due_at", "remind_at"))
    return enrollment


@transaction.atomic
def mark_booked(*, contact: Contact, booked: bool, now: datetime) -> None:
    """Letters speak to somebody who has booked an hour, or no longer has; unsent ones too."""
    changed = Enrollment.objects.filter(contact=contact).exclude(booked=booked)
    # One by one, each read under its lock: a tick may be handing over the very lesson that changes.
    for pk in changed.values_list("pk", flat=True):
        enrollment = locked(pk)
        enrollment.booked = booked
        enrollment.save(update_fields=("booked",))
        if enrollment.state == State.ACTIVE:
            replan(enrollment, reason="The letter changes with the booking.", now=now)
