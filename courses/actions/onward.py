"""From a course into the one after it: by the reader's own yes to that course, and only by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from contacts import actions as contacts
from contacts.models import Consent, Contact
from courses.actions.enroll import confirm, enroll
from courses.models import Course, Enrollment
from writing.segments import HAS_NAME, Facts


def next_course(enrollment: Enrollment) -> Course | None:
    """The course a reader may go on with, while it takes new people."""
    course = enrollment.course.then_id
    return Course.objects.offered().filter(pk=course).first() if course else None


def entered(enrollment: Enrollment) -> bool:
    """Whether this reader agreed to the letters of the next course, and they began."""
    course = enrollment.course.then
    if course is None or not Consent.objects.stands(enrollment.contact, course.purpose):
        return False
    rows = Enrollment.objects.filter(contact=enrollment.contact, course=course)
    return rows.exclude(state__in=(Enrollment.State.WAITING, Enrollment.State.LEFT)).exists()


@transaction.atomic
def go_on(*, enrollment: Enrollment, now: datetime) -> Enrollment | None:
    """The reader pressed yes in the words of the next course: its letters begin. Safe to repeat;
    None where there is no course to go on with.
    """
    # Two presses at once: the second waits here, and finds the first's place.
    contact = Contact.objects.select_for_update().get(pk=enrollment.contact_id)
    course = next_course(enrollment)
    if course is None or not contact.confirmed_at:
        return None
    if entered(enrollment):
        return Enrollment.objects.get(contact=contact, course=course)
    consent = contacts.ask(
        contact=contact, purpose=course.purpose, wording=course.consent_wording, now=now
    )
    # What was answered for one offer says nothing in another.
    is_same = course.offer_id == enrollment.course.offer_id
    known = Facts.from_json(enrollment.facts) if is_same else Facts()
    place = enroll(
        contact=contact,
        course=course,
        consent=consent,
        facts=known.with_facts({HAS_NAME: bool(enrollment.first_name)}),
        names=enrollment.names if is_same else {},
        first_name=enrollment.first_name,
        zone=enrollment.zone,
        now=now,
    )
    return confirm(enrollment=place, consent=consent, now=now)
