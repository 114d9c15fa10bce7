"""From a course into the one after it: by the reader's own yes to that course, and only by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contacts import actions as contacts
from contacts.models import Consent, Contact
from courses.actions.enroll import confirm, enroll
from courses.models import Course, Enrollment, Lesson
from courses.variables import ASKS_ONWARD
from mail.models import Message
from writing.segments import HAS_NAME, Facts


def next_course(enrollment: Enrollment) -> Course | None:
    """The course a reader may go on with, while it takes new people."""
    course = enrollment.course.then_id
    return Course.objects.offered().filter(pk=course).first() if course else None


def entered(enrollment: Enrollment) -> Enrollment | None:
    """Their place in the next course, where this reader agreed to its letters, and they began."""
    course = enrollment.course.then
    if course is None or not Consent.objects.stands(enrollment.contact, course.purpose):
        return None
    rows = Enrollment.objects.filter(contact=enrollment.contact, course=course)
    rows = rows.exclude(state__in=(Enrollment.State.WAITING, Enrollment.State.LEFT))
    return rows.select_related("course", "contact", "message", "next_lesson").first()


@transaction.atomic
def go_on(*, enrollment: Enrollment, pace: int | None = None, now: datetime) -> Enrollment | None:
    """The reader pressed yes in the words of the next course: its letters begin, as often as they
    chose there. Safe to repeat; None where there is no course to go on with.
    """
    # Two presses at once: the second waits here, and finds the first's place.
    contact = Contact.objects.select_for_update().get(pk=enrollment.contact_id)
    course = next_course(enrollment)
    if course is None or not contact.confirmed_at:
        return None
    if already := entered(enrollment):
        return already
    consent = contacts.ask(
        contact=contact, purpose=course.purpose, wording=course.consent_wording, now=now
    )
    # What was answered for one offer says nothing in another.
    is_same = course.offer_id == enrollment.course.offer_id
    facts = Facts.from_json(enrollment.facts) if is_same else Facts()
    place = enroll(
        contact=contact,
        course=course,
        consent=consent,
        facts=facts.with_facts({HAS_NAME: bool(enrollment.first_name)}),
        names=enrollment.names if is_same else {},
        first_name=enrollment.first_name,
        zone=enrollment.zone,
        now=now,
    )
    return confirm(enrollment=place, consent=consent, pace=pace, now=now)


def why_onward(places: Iterable[Enrollment]) -> dict[int, str]:
    """By the ids of these places, why their person was or was not led to the course after it, for
    the author; none of a course that goes on with none.
    """
    led = [place for place in places if place.course.then_id]
    return {place.pk: _why_onward(place) for place in led}


def _why_onward(place: Enrollment) -> str:
    course = place.course.then
    assert course is not None
    named = {"course": course.title}
    further = Enrollment.objects.filter(contact=place.contact_id, course=course)
    on = further.exclude(state=Enrollment.State.WAITING).first()
    if on is not None:
        return _("After it: “%(course)s”. They are in it: %(state)s.") % {
            **named,
            "state": on.get_state_display(),
        }
    if next_course(place) is None:
        words = _("After it: “%(course)s”, which takes nobody new or has no letter to send.")
        return words % named
    return _asking(place) % named


def _asking(place: Enrollment) -> str:
    """Whether a letter asked, or will, whoever is not in the course that comes after."""
    mine = {"contact": place.contact_id, "consent": place.course.purpose}
    sent = Message.objects.real().filter(**mine, state=Message.State.SENT)
    last = sent.select_related("letter").order_by("-sent_at", "-pk").first()
    if last and ASKS_ONWARD in last.reader.by_axis and _leads_on(last.letter.body):
        return _("After it: “%(course)s”. Their last letter asked, and they have not said yes.")
    if place.state == Enrollment.State.LEFT:
        return _("After it: “%(course)s”. They stopped before the letter that asks.")
    if place.state == Enrollment.State.FINISHED:
        return _(
            "After it: “%(course)s”. Nobody asked them: their last letter had no line that leads "
            "there, or went before you chose it."
        )
    ahead = Lesson.objects.published().filter(course=place.course_id)
    if not any(_leads_on(body) for body in ahead.values_list("letter__body", flat=True)):
        return _(
            "After it: “%(course)s”, and no letter asks. Put “to go on with the next course” into "
            "the last one."
        )
    return _("After it: “%(course)s”. Their last letter asks whether they want it.")


def _leads_on(body: object) -> bool:
    """Whether the frozen words of a letter hold the link."""
    return "onward_url" in str(body)
