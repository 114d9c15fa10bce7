"""The mailbox speaks about what was asked for with its address: yes, part of it, or not me.

Only what is known here to have been said by the person counts: nothing that a stranger typed
changes a name, a time zone, a consent or a course before this word.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from assessments import actions as assessments
from contacts import actions as contacts
from contacts.models import SHARE_RESULT, Consent, Contact
from courses import actions as courses
from courses.models import Course, Enrollment
from guides import wording
from guides.actions.receive import forget_places
from guides.models import GuideCopy, GuideRequest, frozen_guide
from mail.actions import LETTERS

NAME, ZONE = "name", "zone"
State, Outcome = GuideCopy.State, GuideRequest.Outcome


def is_known(contact: Contact) -> bool:
    """Whether there is anything this person said before that an asking could change."""
    return bool(
        contact.first_name
        or contact.zone
        or contact.consents.filter(act=Consent.Act.GIVEN).exists()
        or GuideRequest.objects.filter(copy__contact=contact, outcome=Outcome.CONFIRMED).exists()
    )


def changes(request: GuideRequest, contact: Contact) -> dict[str, str]:
    """What a yes to this asking would change for its person: words by what is to be ticked.

    Of somebody not known before, a name and a zone of their own are no change.
    """
    lines = {}
    if is_known(contact):
        lines = person_lines(contact, first_name=request.first_name, zone=request.zone)
    for purpose, words in request.boxes.items():
        would = _box(request, contact, purpose, words)
        if would:
            lines[purpose] = would
    return lines


def invitation(request: GuideRequest, contact: Contact) -> dict[str, str]:
    """The box for letters now and then, once: for whoever did not tick it beside the guide and is
    here for the first time. What is not ticked is not agreed to.
    """
    if LETTERS in request.boxes or is_known(contact):
        return {}
    begins = any(map(Course.objects.of_purpose, request.boxes))
    return {LETTERS: str(wording.LATER if begins else wording.NOW_AND_THEN)}


def person_lines(contact: Contact, *, first_name: str, zone: str) -> dict[str, str]:
    """What this name and this zone would change for a known person, in words."""
    lines = {}
    if first_name not in ("", contact.first_name):
        line = wording.NEW_NAME if contact.first_name else wording.NAME
        lines[NAME] = line % {"new": first_name, "old": contact.first_name}
    if zone not in ("", contact.zone):
        line = wording.NEW_ZONE if contact.zone else wording.ZONE
        lines[ZONE] = line % {"new": place(zone), "old": place(contact.zone)}
    return lines


def place(zone: str) -> str:
    """For example: America/New York."""
    return zone.replace("_", " ")


def _box(request: GuideRequest, contact: Contact, purpose: str, words: str) -> str:
    course = Course.objects.of_purpose(purpose)
    if course:
        return _letters(request, contact, course, words)
    stands = Consent.objects.stands(contact, purpose)
    if purpose == SHARE_RESULT:  # given for one guide's answers; it may be taken back
        stands = stands and request.copy is not None and request.copy.shared_at is not None
    return "" if stands else words


def _letters(request: GuideRequest, contact: Contact, course: Course, words: str) -> str:
    enrollment = contact.enrollments.filter(course=course).first()
    if enrollment is None or courses.awaits(enrollment):
        return words
    active = enrollment.state == Enrollment.State.ACTIVE
    same = enrollment.facts == request.attempt.facts.as_json()
    return str(wording.NEW_ANSWERS) if active and not same else ""


def takes_one_press(request: GuideRequest, contact: Contact) -> bool:
    """Whether a single yes says it all: it changes nothing of a known person."""
    return not is_known(contact) or not changes(request, contact)


@transaction.atomic
def confirm(
    *, request: GuideRequest, accepted: Collection[str], zone: str = "", now: datetime
) -> bool:
    """Their own word: this was me, and of its `changes` these; whether it was still open.

    `zone` is the browser's, used where none is known. Whoever was not known before takes the name
    and the zone of this asking.
    """
    # Whatever a person does is done under the lock of their own row, taken first: two presses come
    # one after the other, and no two acts wait for each other.
    contact = Contact.objects.select_for_update().get(pk=request.copy.contact_id)  # type: ignore[union-attr]  # open ones have a copy
    rows = GuideRequest.objects.open(contact, now=now)
    # Read anew under the lock: another press may have settled it while this one waited.
    request_now = rows.filter(pk=request.pk).first()
    if request_now is None or request_now.copy is None:
        return False
    request, copy = request_now, request_now.copy
    extra = invitation(request, contact)
    offered = changes(request, contact) | extra
    chosen = {name for name in accepted if name in offered}
    is_new = not is_known(contact)
    typed_zone = request.zone if is_new or ZONE in chosen else ""
    contact = contacts.prove(
        contact=contact,
        first_name=request.first_name if is_new or NAME in chosen else "",
        zone=typed_zone or ("" if contact.zone else zone),
        language=frozen_guide(request.revision).language,
        now=now,
    )
    _own(copy, request.first_name, now)
    for purpose in chosen - {NAME, ZONE}:
        words = extra.get(purpose) or request.boxes[purpose]
        _agree(request, copy, contact, (purpose, words), now)
    settle(request, Outcome.CONFIRMED, now)
    forget_places(contact, now=now)
    return True


def settle(request: GuideRequest, outcome: str, now: datetime) -> None:
    # Only what is open: of two words about one asking the first stands.
    GuideRequest.objects.filter(pk=request.pk, outcome="").update(outcome=outcome, settled_at=now)


def _agree(
    request: GuideRequest,
    copy: GuideCopy,
    contact: Contact,
    box: tuple[str, str],
    now: datetime,
) -> None:
    """A yes to one box: its purpose, and the words that stood beside it."""
    purpose, words = box
    course = Course.objects.of_purpose(purpose)
    if course is not None:
        _begin_letters(request, contact, course, words, now)
        return
    if purpose != SHARE_RESULT:
        contacts.agree(contact=contact, purpose=purpose, wording=words, now=now)
        return
    if not Consent.objects.stands(contact, purpose):
        contacts.give(contact=contact, purpose=purpose, wording=words, now=now)
    GuideCopy.objects.filter(pk=copy.pk, shared_at=None).update(shared_at=now)


def _begin_letters(
    request: GuideRequest, contact: Contact, course: Course, words: str, now: datetime
) -> None:
    """The course begins, or goes by these answers from now on."""
    consents = contact.consents.filter(purpose=course.purpose, wording=words)
    consent = consents.last() or contacts.ask(
        contact=contact, purpose=course.purpose, wording=words, now=now
    )
    facts, names = request.attempt.facts, request.attempt.names
    enrollment = courses.enroll(
        contact=contact,
        course=course,
        consent=consent,
        facts=facts,
        names=names,
        first_name=contact.first_name,
        zone=contact.zone,
        pace=request.pace,
        now=now,
    )
    courses.confirm(
        enrollment=enrollment,
        consent=consent,
        facts=facts,
        names=names,
        first_name=contact.first_name,
        zone=contact.zone,
        pace=request.pace,
        now=now,
    )


def _own(copy: GuideCopy, first_name: str, now: datetime) -> None:
    """The guide is theirs: from now on with the answers and this name, also on paper. So is the
    visit in which they answered.
    """
    attempt = copy.attempt
    contact = contacts.came_from(
        contact=copy.contact,
        source=attempt.source,
        first=attempt.first_source,
        at=attempt.started_at,
    )
    assessments.note_first_source(attempt=attempt, source=contact.first_source)
    row = GuideCopy.objects.select_for_update().get(pk=copy.pk)
    if row.claimed_at and row.first_name == first_name:
        return
    row.claimed_at, row.first_name = row.claimed_at or now, first_name
    if row.state in (State.READY, State.FAILED):
        row.state, row.next_try_at, row.tries = State.WANTED, now, 0
    row.save(update_fields=("claimed_at", "first_name", "state", "next_try_at", "tries"))


@transaction.atomic
def claim_guide(*, copy: GuideCopy, now: datetime) -> None:
    """“This is mine”, by whoever opened the mailed link. It agrees to no box. Safe to repeat."""
    contact = Contact.objects.select_for_update().get(pk=copy.contact_id)
    waiting = list(GuideRequest.objects.open(contact, now=now).filter(copy=copy))
    for request in waiting:
        if takes_one_press(request, contact) and not request.boxes:
            confirm(request=request, accepted=(), now=now)
    contacts.prove(contact=contact, now=now)
    _own(copy, copy.first_name, now)


@transaction.atomic
def dismiss(*, contact: Contact, uids: Collection[str], now: datetime) -> None:
    """“That was not me”: these askings go, and with them the places that waited for a yes."""
    Contact.objects.select_for_update().get(pk=contact.pk)  # first, as everywhere
    for request in GuideRequest.objects.open(contact, now=now).filter(uid__in=uids):
        settle(request, Outcome.DISMISSED, now)
    forget_places(contact, now=now)
