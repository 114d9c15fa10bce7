"""People come into a course, book an hour, and leave."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from contacts import actions as contacts
from contacts.models import Consent, Contact
from courses.actions.planning import locked, plan_next, replan, take_back
from courses.models import Course, Enrollment
from writing.facts import Facts

REMIND_AFTER = timedelta(hours=48)
State = Enrollment.State


@transaction.atomic
def enroll(
    *,
    contact: Contact,
    course: Course,
    asked: Consent,
    facts: Facts,
    names: Mapping[str, str],
    first_name: str,
    zone: str,
    now: datetime,
) -> Enrollment:
    """A place that waits for its confirm link.

    Asking again changes nothing about somebody known: what was given then is kept aside, and
    counts once the link of that asking is pressed.
    """
    given = {
        "facts": facts.as_json(),
        "names": dict(names),
        "first_name": first_name[:80],
        "zone": zone[:64],
    }
    enrollment, created = Enrollment.objects.get_or_create(
        contact=contact,
        course=course,
        defaults={
            **given,
            "asked": asked,
            "created_at": now,
            "remind_at": now + REMIND_AFTER,
        },
    )
    if created:
        return enrollment
    enrollment = locked(enrollment.pk)
    enrollment.asked, enrollment.offer = asked, given
    if enrollment.remind_at:
        enrollment.remind_at = now + REMIND_AFTER
    enrollment.save(update_fields=("asked", "offer", "remind_at"))
    return enrollment


@transaction.atomic
def confirm(
    *, enrollment: Enrollment, consent: Consent | None = None, zone: str = "", now: datetime
) -> Enrollment:
    """The reader pressed the link of an asking (`consent`, else the last): the letters begin.

    `zone` is her browser's, used where none is known. Somebody who left goes on where she
    stopped, or from the start where the course says so. Safe to repeat.
    """
    enrollment = locked(enrollment.pk)
    consent = consent or enrollment.asked
    if consent.pk == enrollment.asked_id:
        for name, value in enrollment.offer.items():
            setattr(enrollment, name, value)
        enrollment.offer = {}
    enrollment.zone = enrollment.zone or enrollment.contact.zone or zone[:64]
    enrollment.contact = contacts.confirm(
        consent=consent, first_name=enrollment.first_name, zone=enrollment.zone, now=now
    )
    enrollment.remind_at = None
    if enrollment.state in (State.WAITING, State.LEFT):
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
    for pk in changed.values_list("pk", flat=True):
        enrollment = locked(pk)
        enrollment.booked = booked
        enrollment.save(update_fields=("booked",))
        if enrollment.state == State.ACTIVE:
            replan(enrollment, reason="The letter changes with the booking.", now=now)
