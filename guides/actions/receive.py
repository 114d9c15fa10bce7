"""A worker receives what visitors asked for: whose address it is, what is to be made and mailed.

A known contact is left as it is; whatever was asked for waits for its own word (`confirm`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from contacts import actions as contacts
from contacts.actions.askings import receive_each
from contacts.models import Consent, Contact
from courses import actions as courses
from courses.models import Course, Enrollment
from guides.actions import letters
from guides.actions.request import renew
from guides.models import GuideCopy, GuideRequest, LinkRequest, frozen_guide

Outcome = GuideRequest.Outcome


def receive_due(*, now: datetime, limit: int = 200) -> int:
    """Look up what was asked for since; how many askings. Safe twice and in several workers."""
    askings = receive_each(GuideRequest.objects.due(now)[:limit], receive, now=now)
    return askings + receive_each(LinkRequest.objects.due(now)[:limit], send_link, now=now)


@transaction.atomic
def receive(pk: int, *, now: datetime) -> GuideRequest | None:
    """Do what is to be done with one asking; None when another worker has it."""
    seen = GuideRequest.objects.filter(pk=pk).values_list("copy__contact", "email").first()
    if seen is None:
        return None
    contacts.lock_asker(contact=seen[0], email=seen[1])  # before the row, as everywhere
    rows = GuideRequest.objects.select_for_update(skip_locked=True, of=("self",))
    # Due is asked again under the lock: the list may be older than another worker's pass.
    request = rows.filter(pk=pk, due_at__lte=now).first()
    if request is None:
        return None
    if request.outcome == Outcome.CORRECTED:
        _take_back(request, now)
        request.email = ""
    elif request.copy is None:
        _receive(request, now)
    else:
        contact = Contact.objects.select_for_update().get(pk=request.copy.contact_id)
        letters.want(request.copy, contact, now=now)
    request.due_at = None
    request.save()
    return request


def _receive(request: GuideRequest, now: datetime) -> None:
    language = frozen_guide(request.revision).language
    met, _new = contacts.meet(
        email=request.email, first_name="", zone="", language=language, now=now
    )
    # The contact's lock puts all that is asked for one mailbox in a line: of two askings at the
    # same moment one is the letter of the day (promise 12).
    contact = Contact.objects.select_for_update().get(pk=met.pk)
    # One copy for answers and mailbox: asked for twice it is the same guide behind the same link.
    copy, created = GuideCopy.objects.get_or_create(
        attempt=request.attempt,
        contact=contact,
        defaults={
            "guide": request.guide,
            "revision": request.revision,
            "first_name": request.first_name,
            "zone": request.zone,
            "paper": request.paper,
            "requested_at": request.asked_at,
            "next_try_at": now,
            "turn": request.turn,
            "expires_at": now + timedelta(days=settings.GUIDE_LINK_DAYS),
        },
    )
    if created:
        contacts.record(contact=contact, kind="guide_asked", now=now, guide=copy.uid.hex)
    if _asked_before(request, copy, now):
        request.outcome, request.settled_at = Outcome.REPEATED, now
    request.copy = copy
    request.save()
    if not request.outcome:
        _note_boxes(request, contact, now)
    letters.want(copy, contact, now=now)


def _asked_before(request: GuideRequest, copy: GuideCopy, now: datetime) -> bool:
    """Whether the same visitor asked in the very same words and waits for the same yes."""
    same = GuideRequest.objects.open(copy.contact, now=now).filter(
        copy=copy, first_name=request.first_name, zone=request.zone, pace=request.pace
    )
    return any(other.boxes == request.boxes for other in same)


def _note_boxes(request: GuideRequest, contact: Contact, now: datetime) -> None:
    """Keep the words of each box; a place in the course waits for the yes to it."""
    for purpose, words in request.boxes.items():
        consent = contacts.ask(contact=contact, purpose=purpose, wording=words, now=now)
        course = Course.objects.of_purpose(purpose)
        if course:
            _reserve(request, contact, course, consent, now)


def _reserve(
    request: GuideRequest, contact: Contact, course: Course, consent: Consent, now: datetime
) -> None:
    courses.enroll(
        contact=contact,
        course=course,
        consent=consent,
        facts=request.attempt.facts,
        names=request.attempt.names,
        first_name=request.first_name,
        zone=request.zone,
        pace=request.pace,
        now=now,
    )


def _take_back(request: GuideRequest, now: datetime) -> None:
    """The address was a slip. What anybody else asked for with it stays as it is."""
    copy = request.copy
    if copy is None:
        return
    contact = Contact.objects.select_for_update().get(pk=copy.contact_id)
    waiting = GuideRequest.objects.open(contact, now=now)
    if not waiting.filter(copy=copy).exists():
        letters.take_back(copy, reason="The address was corrected.", now=now)
    forget_places(contact, now=now)
    unheard = GuideCopy.objects.filter(mailed_at=None, mail_at=None, requests__in=waiting)
    for other in unheard.distinct():
        letters.want(other, contact, now=now)  # the day's letter is free again


def forget_places(contact: Contact, *, now: datetime) -> None:
    """Drop the places in courses that wait for a yes which nobody is asked for any more."""
    wanted = {
        purpose
        for request in GuideRequest.objects.open(contact, now=now)
        for purpose in request.boxes
    }
    places = contact.enrollments.filter(state=Enrollment.State.WAITING).select_related("course")
    for place in places:
        if place.course.purpose not in wanted:
            courses.forget_waiting(enrollment=place)


@transaction.atomic
def send_link(pk: int, *, now: datetime) -> bool:
    """Write to an address that wants the link to its guide or its letters, if there are; once."""
    email = LinkRequest.objects.filter(pk=pk).values_list("email", flat=True).first()
    if email is None:
        return False
    contacts.lock_asker(contact=None, email=email)  # before the row, as everywhere
    rows = LinkRequest.objects.select_for_update(skip_locked=True)
    request = rows.filter(pk=pk).first()
    if request is None:
        return False
    contact = Contact.objects.by_email(request.email)
    if contact is not None and request.wanted == LinkRequest.Wanted.LETTERS:
        courses.mail_preferences(contact=contact, now=now)
    elif contact is not None and (copy := GuideCopy.objects.filter(contact=contact).first()):
        renew(copy=copy, now=now)
    # Found or not, it goes: nothing here may tell whether an address is known.
    request.delete()
    return True
