"""The mailbox speaks about what was sent by a form with its address. Only then does anything that a
visitor typed change a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from contacts import actions as contacts
from contacts.askings import Granted
from contacts.models import Consent, Contact, ContactTag
from courses import actions as courses
from courses.models import Course
from guides import actions as guides
from guides.models import GuideCopy
from health import budgets
from health.actions import count
from landing import links
from landing.actions.sign_up import KEY, counter
from landing.models import SignUp
from landing.sign_up.schema import OWN_FIELDS, FormBody
from mail import actions as mail
from mail.models import Message, Purpose
from writing.markdown import to_html
from writing.segments import Facts

Outcome = SignUp.Outcome
FIELD = "field:"


def is_known(contact: Contact) -> bool:
    """Whether there is anything this person said before that a form could change."""
    return bool(
        contact.first_name
        or contact.zone
        or contact.confirmed_at
        or contact.field_values.exists()
        or contact.consents.filter(act=Consent.Act.GIVEN).exists()
    )


def changes(sign_up: SignUp, contact: Contact) -> dict[str, str]:
    """What a yes to this form would change for its person: words by what is to be ticked."""
    lines: dict[str, str] = {}
    if is_known(contact):
        lines = guides.person_lines(contact, first_name=sign_up.first_name, zone=sign_up.zone)
        lines |= _field_lines(sign_up, contact)
    for purpose, words in sign_up.boxes.items():
        course = Course.objects.of_purpose(purpose)
        place = contact.enrollments.filter(course=course).first() if course else None
        has_it = Consent.objects.stands(contact, purpose)
        if (course and (place is None or courses.awaits(place))) or not (course or has_it):
            lines[purpose] = words
    return lines


def _field_lines(sign_up: SignUp, contact: Contact) -> dict[str, str]:
    held = {
        field_value.field.key: field_value.words
        for field_value in contact.field_values.select_related("field")
    }
    lines = {}
    for field in sign_up.body.fields:
        value = sign_up.answers.get(field.key, "") if field.sort in OWN_FIELDS else ""
        words = contacts.field_words(field.sort.value, value)
        if value and words != held.get(field.key):
            before = held.get(field.key)
            text = _("%(label)s: %(new)s (until now: %(old)s).") if before else "%(label)s: %(new)s"
            lines[FIELD + field.key] = text % {"label": field.label, "new": words, "old": before}
    return lines


def takes_one_press(sign_up: SignUp, contact: Contact) -> bool:
    """Whether a single yes says it all: it changes nothing of a known person."""
    return not is_known(contact) or not changes(sign_up, contact)


@transaction.atomic
def confirm(*, request: SignUp, accepted: Collection[str], zone: str = "", now: datetime) -> bool:
    """Their own word: this was me, and of its `changes` these; whether it was still open."""
    # Under the lock of their own row, taken first, as whatever a person does.
    assert request.contact_id is not None  # open ones have a person
    contact = Contact.objects.select_for_update().get(pk=request.contact_id)
    # Read anew under the lock: another press may have settled it while this one waited.
    sign_up = SignUp.objects.open(contact, now=now).filter(pk=request.pk).first()
    if sign_up is None:
        return False
    offered, is_new = changes(sign_up, contact), not is_known(contact)
    chosen = {name for name in accepted if name in offered}
    typed_zone = sign_up.zone if is_new or guides.ZONE in chosen else ""
    contact = contacts.prove(
        contact=contact,
        first_name=sign_up.first_name if is_new or guides.NAME in chosen else "",
        zone=typed_zone or ("" if contact.zone else zone),
        language=sign_up.form.offer.language,
        now=now,
    )
    contact = contacts.came_from(contact=contact, source=sign_up.source, at=sign_up.asked_at)
    for key, value in sign_up.answers.items():
        if is_new or FIELD + key in chosen:
            contacts.set_field(contact=contact, key=key, value=value, now=now)
    if sign_up.body.tag:
        source, why = ContactTag.PutOnBy.FORM, sign_up.title
        contacts.tag(contact=contact, label=sign_up.body.tag, source=source, why=why, now=now)
    for purpose in sorted(chosen & sign_up.boxes.keys()):
        _agree(sign_up, contact, purpose, now)
    SignUp.objects.filter(pk=sign_up.pk).update(outcome=Outcome.CONFIRMED, settled_at=now)
    contacts.record(contact=contact, kind="signed_up", now=now, form=sign_up.title)
    count(counter(sign_up.form, "confirmed"), now=now)
    _settle_letters(sign_up, contact, now)
    _send_file(sign_up, contact, now)
    return True


def _agree(sign_up: SignUp, contact: Contact, purpose: str, now: datetime) -> None:
    """A yes to one box, in the words that stood beside it."""
    course, words = Course.objects.of_purpose(purpose), sign_up.boxes[purpose]
    if course is None:
        contacts.agree(contact=contact, purpose=purpose, wording=words, now=now)
        return
    earlier = contact.consents.filter(purpose=purpose, wording=words).last()
    consent = earlier or contacts.ask(contact=contact, purpose=purpose, wording=words, now=now)
    copies = GuideCopy.objects.filter(contact=contact, guide__offer=course.offer_id)
    copy = copies.exclude(claimed_at=None).select_related("attempt").order_by("-pk").first()
    enrollment = courses.enroll(
        contact=contact,
        course=course,
        consent=consent,
        # What they answered before, if they did: the letters then go by it.
        facts=copy.attempt.facts if copy else Facts(),
        names=copy.attempt.names if copy else {},
        first_name=contact.first_name,
        zone=contact.zone,
        pace=sign_up.pace,
        now=now,
    )
    courses.confirm(
        enrollment=enrollment,
        consent=consent,
        first_name=contact.first_name,
        zone=contact.zone,
        pace=sign_up.pace,
        now=now,
    )


def _settle_letters(sign_up: SignUp, contact: Contact, now: datetime) -> None:
    """The mailbox is proven, so its letter of the day was none of a stranger's: what is asked for
    next waits for nobody. One that still waits goes, where nothing is left to say yes to.
    """
    own = Message.objects.filter(contact=contact, key__startswith=KEY)
    if own.filter(key__startswith=f"{KEY}{sign_up.uid}", state=Message.State.SENT).exists():
        budgets.give_back_letter(contact.email)
    if SignUp.objects.open(contact, now=now).exists():
        return
    for key in own.filter(state=Message.State.QUEUED).values_list("key", flat=True):
        if mail.withdraw(key=key, reason="Nothing waits for a yes any more.", now=now):
            budgets.give_back_letter(contact.email)


def _send_file(sign_up: SignUp, contact: Contact, now: datetime) -> None:
    if not sign_up.form.file:
        return
    # By the sign-up, not by the person: each form that is said yes to brings its own file, once.
    mail.queue(
        key=f"download:{sign_up.uid}",
        letter=mail.system("download", offer=sign_up.form.offer_id),
        offer=sign_up.form.offer_id,
        contact=contact,
        purpose=Purpose.REQUESTED,
        facts=Facts(),
        names={},
        values={"file_text": sign_up.body.file_words, "file_url": links.file_url(sign_up)},
        not_before=now,
        now=now,
    )


@transaction.atomic
def dismiss(*, contact: Contact, uids: Collection[str], now: datetime) -> None:
    """“That was not me”: these sign-ups go."""
    Contact.objects.select_for_update().get(pk=contact.pk)  # first, as everywhere
    rows = SignUp.objects.open(contact, now=now).filter(uid__in=uids).values("pk")
    # Only what is open: of two words about one sign-up the first stands.
    SignUp.objects.filter(pk__in=list(rows.values_list("pk", flat=True)), outcome="").update(
        outcome=Outcome.DISMISSED, settled_at=now
    )


def onward(sign_up: SignUp) -> str:
    """Her own page that people go to after their yes, if the form names one."""
    return sign_up.body.address.strip()


def granted(contact: Contact) -> Iterable[Granted]:
    """What the latest form somebody said yes to gives, in her words, with the file."""
    rows = SignUp.objects.filter(contact=contact, outcome=Outcome.CONFIRMED)
    latest = rows.select_related("form", "revision").order_by("-settled_at", "-pk").first()
    if latest is None or latest.settled_at is None:
        return
    body: FormBody = latest.body
    yield Granted(
        at=latest.settled_at,
        title=body.title,
        html=mark_safe(to_html(body.thanks, headings_from=2)),
        url=links.file_path(latest) if latest.form.file else "",
        button=body.file_words,
    )
