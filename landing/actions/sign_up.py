"""What a visitor sends by a form is written down as typed, and no more; a worker looks the address
up. So a known address takes the same work as any other, and no asking touches a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from contacts import actions as contacts
from contacts.actions.askings import receive_each
from contacts.clean_name import readable
from contacts.links import confirm_url
from contacts.models import Contact
from courses.models import Course
from health import budgets
from health.actions import count
from landing.models import SignUp, SignUpForm
from landing.sign_up.boxes import COURSE, COURSE_WORDS, LETTERS, LETTERS_WORDS, ConsentBox
from landing.sign_up.schema import FormBody
from mail import actions as mail
from mail.models import Message, Purpose
from offers import actions as sources
from offers.models import Source
from publishing.models import NotPublished
from writing.segments import Facts

KEY = "sign-up:"


def boxes(form: SignUpForm, body: FormBody) -> list[ConsentBox]:
    """What can be ticked on the form now."""
    courses = Course.objects.filter(slug=body.course, offer=form.offer_id, state=Course.State.OPEN)
    course = courses.first() if body.course else None
    offered = []
    if course is not None:
        words = body.course_words or course.consent_wording or str(COURSE_WORDS)
        offered.append(ConsentBox(COURSE, course.purpose, words, course.offered_paces))
    if body.letters:
        words = body.letters_words or str(LETTERS_WORDS)
        offered.append(ConsentBox(LETTERS, mail.LETTERS, words))
    return offered


def sign_up(
    *,
    form: SignUpForm,
    email: str,
    first_name: str,
    zone: str,
    answers: Mapping[str, str],
    ticked: Mapping[str, str],
    pace: int = 0,
    source: Source | None = None,
    now: datetime,
) -> SignUp:
    """One form as it was sent; `ticked` are the words of each box by its purpose, `pace` the days
    between two letters of its course, `source` is what brought its sender, saved or not.
    """
    if form.published is None:
        raise NotPublished(form.slug)
    count(counter(form, "sent"), now=now)
    return SignUp.objects.create(
        form=form,
        revision=form.published,
        email=email,
        first_name=readable(first_name),
        zone=zone[:64],
        answers=dict(answers),
        boxes=dict(ticked),
        pace=pace,
        source=sources.keep_source(source, now=now) if source else None,
        asked_at=now,
        due_at=now,
    )


def counter(form: SignUpForm, step: str) -> str:
    """The daily counter of a form: shown, sent, confirmed."""
    return f"join.{step}:{form.pk}"


def ask_again(*, sign_up: SignUp, now: datetime) -> None:
    """The visitor found no letter: a worker sees whether another may go."""
    # Only one that no worker has before it: moving a due one on would put it off at each press.
    SignUp.objects.filter(pk=sign_up.pk, due_at=None).update(due_at=now)


def receive_due(*, now: datetime, limit: int = 200) -> int:
    """Look up what was sent since; how many. Safe twice and in several workers."""
    return receive_each(SignUp.objects.due(now)[:limit], receive, now=now)


@transaction.atomic
def receive(pk: int, *, now: datetime) -> SignUp | None:
    """Do what is to be done with one sign-up; None when another worker has it."""
    seen = SignUp.objects.filter(pk=pk).values_list("contact", "email").first()
    if seen is None:
        return None
    contacts.lock_asker(contact=seen[0], email=seen[1])  # before the row, as everywhere
    rows = SignUp.objects.select_for_update(skip_locked=True, of=("self",))
    # Due is asked again under the lock: the list may be older than another worker's pass.
    sign_up = rows.select_related("form__offer", "revision").filter(pk=pk, due_at__lte=now).first()
    if sign_up is None:
        return None
    if sign_up.contact_id is None:
        contact = _receive(sign_up, now)
    else:
        contact = Contact.objects.select_for_update().get(pk=sign_up.contact_id)
    if sign_up.outcome in ("", SignUp.Outcome.REPEATED):
        want_letter(sign_up, contact, now=now)
    sign_up.due_at = None
    sign_up.save()
    return sign_up


def _receive(sign_up: SignUp, now: datetime) -> Contact:
    language = sign_up.form.offer.language
    met, _new = contacts.meet(
        email=sign_up.email, first_name="", zone="", language=language, now=now
    )
    # The contact's lock puts all that is asked for one mailbox in a line: of two at the same moment
    # one is the letter of the day (promise 12).
    contact = Contact.objects.select_for_update().get(pk=met.pk)
    if _sent_before(sign_up, contact, now):
        sign_up.outcome, sign_up.settled_at = SignUp.Outcome.REPEATED, now
    else:
        for purpose, words in sign_up.boxes.items():
            contacts.ask(contact=contact, purpose=purpose, wording=words, now=now)
        data = {"form": sign_up.title}
        contacts.record(contact=contact, kind="sign_up_asked", now=now, **data)
    sign_up.contact = contact
    return contact


def _sent_before(sign_up: SignUp, contact: Contact, now: datetime) -> bool:
    """Whether the very same words wait for the same yes."""
    same = SignUp.objects.open(contact, now=now).filter(
        form=sign_up.form,
        first_name=sign_up.first_name,
        zone=sign_up.zone,
        pace=sign_up.pace,
    )
    sent = (sign_up.answers, sign_up.boxes)
    return any((earlier.answers, earlier.boxes) == sent for earlier in same)


def want_letter(sign_up: SignUp, contact: Contact, *, now: datetime) -> None:
    """A letter that leads to all that waits; one on its way already does. The caller holds the
    contact's row.
    """
    queued = Message.objects.filter(contact=contact, key__startswith=KEY)
    number = queued.filter(key__startswith=f"{KEY}{sign_up.uid}").count()
    unsent = (Message.State.QUEUED, Message.State.SENDING)
    if queued.filter(state__in=unsent).exists():
        return
    # One a day to a mailbox that has not said yes, whoever types it into forms (promise 12).
    at = budgets.reserve_letter(contact.email, now=now)
    mail.queue(
        key=f"{KEY}{sign_up.uid}" + (f":{number + 1}" if number else ""),
        letter=mail.system("sign_up", offer=sign_up.form.offer_id),
        offer=sign_up.form.offer_id,
        contact=contact,
        purpose=Purpose.REQUESTED,
        facts=Facts(),
        names={},
        values={"form_title": sign_up.title, "confirm_url": confirm_url(contact)},
        not_before=at,
        now=now,
    )
