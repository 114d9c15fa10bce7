"""A visitor asks for the guide and becomes a contact. Nothing here sends or makes anything.

A known contact is left as it is until the person behind the address confirms; whatever is
returned is the same for known and unknown addresses.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef

from assessments import actions as assessments
from assessments.models import Attempt
from contacts import actions as contacts
from contacts.models import Consent, Contact
from courses import actions as courses
from courses.models import Enrollment
from guides.actions import letters
from guides.actions.publishing import NotPublished
from guides.models import Guide, GuideCopy
from guides.names import readable

SHARE = "share-result"


@transaction.atomic
def request_guide(
    *,
    attempt: Attempt,
    email: str,
    first_name: str,
    zone: str,
    paper: str,
    wants_course: bool,
    share: bool,
    turn: int = 1,
    now: datetime,
) -> GuideCopy:
    """The copy of this reader, to be made soon and mailed once made; asked again, the same copy.

    `turn`: how many guides the visitor's network asks for just now (`pulse.budgets.spent`).
    """
    guide = Guide.objects.published_for(attempt.edition.assessment)
    if guide is None or guide.edition is None:
        raise NotPublished(attempt.edition.assessment.slug)
    name = readable(first_name)
    met, _new = contacts.meet(email=email, first_name=name, zone=zone, now=now)
    contact = Contact.objects.select_for_update().get(pk=met.pk)
    enrollment = _enroll(contact, guide, attempt, name, zone, now) if wants_course else None
    if share:
        _asked(contact, SHARE, guide.sharing_wording, now)
    copy, created = GuideCopy.objects.get_or_create(
        attempt=attempt,
        contact=contact,
        defaults={
            "edition": guide.edition,
            "first_name": name,
            "zone": zone[:64],
            "paper": paper,
            "requested_at": now,
            "next_try_at": now,
            "turn": turn,
            "expires_at": now + timedelta(days=settings.GUIDE_LINK_DAYS),
        },
    )
    copy.enrollment = enrollment or copy.enrollment
    copy.share = share or copy.share
    copy.save(update_fields=("enrollment", "share"))
    if created:
        contacts.record(contact=contact, kind="guide_asked", now=now, guide=copy.uid.hex)
    _want_letter(copy, contact, now)
    assessments.unlock(attempt=attempt, now=now)
    return copy


def _enroll(
    contact: Contact, guide: Guide, attempt: Attempt, name: str, zone: str, now: datetime
) -> Enrollment | None:
    course = guide.letters
    if course is None:
        return None
    return courses.enroll(
        contact=contact,
        course=course,
        asked=_asked(contact, course.purpose, guide.letters_wording, now),
        facts=attempt.facts,
        names=attempt.names,
        first_name=name,
        zone=zone,
        now=now,
    )


def _asked(contact: Contact, purpose: str, wording: str, now: datetime) -> Consent:
    """The asking in these words; one asked within a day is found again."""
    recent = contact.consents.filter(
        purpose=purpose, act=Consent.Act.ASKED, wording=wording, at__gt=now - letters.A_DAY
    ).last()
    return recent or contacts.ask(contact=contact, purpose=purpose, wording=wording, now=now)


def _want_letter(copy: GuideCopy, contact: Contact, now: datetime) -> None:
    at = None if letters.unsent(copy) else letters.next_letter_at(contact, now=now)
    if at is None:
        return
    copy.mail_at = at
    copy.save(update_fields=("mail_at",))
    if copy.settled:
        letters.post(copy, now=now)


@transaction.atomic
def send_again(*, copy: GuideCopy, now: datetime) -> None:
    """The reader found no letter: another one, at most one a day."""
    contact = Contact.objects.select_for_update().get(pk=copy.contact_id)
    row = GuideCopy.objects.select_for_update().get(pk=copy.pk)
    _want_letter(row, contact, now)


@transaction.atomic
def correct_address(
    *,
    copy: GuideCopy,
    email: str,
    wants_course: bool,
    share: bool,
    turn: int = 1,
    now: datetime,
) -> GuideCopy:
    """The same guide to another address; what still waits for the wrong one is taken back."""
    made = request_guide(
        attempt=copy.attempt,
        email=email,
        first_name=copy.first_name,
        zone=copy.zone,
        paper=copy.paper,
        wants_course=wants_course,
        share=share,
        turn=turn,
        now=now,
    )
    wrong = GuideCopy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
    if made.pk != wrong.pk:
        letters.take_back(wrong, reason="The address was corrected.", now=now)
        _stop_waiting(wrong, now)
    return made


def _stop_waiting(copy: GuideCopy, now: datetime) -> None:
    """Somebody who never confirmed is not reminded at an address that was a slip."""
    enrollment = copy.enrollment
    if enrollment is None or copy.contact.confirmed_at is not None:
        return
    if enrollment.state == Enrollment.State.WAITING:
        courses.leave(enrollment=enrollment, now=now)


@transaction.atomic
def renew(*, copy: GuideCopy, now: datetime) -> None:
    """A fresh link in place of an expired one, only by letter to the known address."""
    contact = Contact.objects.select_for_update().get(pk=copy.contact_id)
    row = GuideCopy.objects.select_for_update().get(pk=copy.pk)
    if row.expired(now):
        row.expires_at = now + timedelta(days=settings.GUIDE_LINK_DAYS)
        row.link_number = F("link_number") + 1
        row.save(update_fields=("expires_at", "link_number"))
        row.refresh_from_db()
    _want_letter(row, contact, now)


@transaction.atomic
def change_paper(*, copy: GuideCopy, paper: str, turn: int = 1, now: datetime) -> None:
    """Make the file again for the other paper; nothing is mailed."""
    if paper in GuideCopy.Paper.values:
        GuideCopy.objects.filter(pk=copy.pk, state=GuideCopy.State.READY).exclude(
            paper=paper
        ).update(paper=paper, state=GuideCopy.State.WANTED, next_try_at=now, turn=turn, tries=0)


def settle_sharing(*, now: datetime, limit: int = 200) -> int:
    """Ticked boxes count once the person behind the address has said yes to anything since."""
    own_word = Consent.objects.filter(
        contact=OuterRef("contact"), act=Consent.Act.GIVEN, at__gte=OuterRef("requested_at")
    )
    waiting = GuideCopy.objects.filter(share=True, shared_at=None)
    settled = 0
    for copy in waiting.filter(Exists(own_word)).select_related("contact")[:limit]:
        with transaction.atomic():
            if GuideCopy.objects.filter(pk=copy.pk, shared_at=None).update(shared_at=now):
                contacts.give(
                    contact=copy.contact, purpose=SHARE, wording=_shown(copy.contact), now=now
                )
                settled += 1
    return settled


def _shown(contact: Contact) -> str:
    """The words that stood beside the box."""
    asked = contact.consents.filter(purpose=SHARE, act=Consent.Act.ASKED).last()
    return asked.wording if asked else ""
