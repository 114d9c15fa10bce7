"""One-off letters: who would get one, scheduling, queueing a part at a time, stopping.

The audience are people whose last word on `letters` is yes; the claim asks again at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from contacts import actions as contacts
from contacts.models import SHARE_RESULT, Consent, Contact, Suppression
from mail.actions.publishing import draft_body, publish
from mail.actions.queueing import Wanted, queue_all
from mail.models import Letter, Mailing, Message, Purpose, State, SystemLetter
from mail.window import window, zone_of
from practice.models import Practice
from writing import audience
from writing.facts import Facts
from writing.vocabulary import Vocabulary

LETTERS = "letters"
PART = 500
A_WEEK = timedelta(days=7)
_ADDRESSES = frozenset({"site_url", "unsubscribe_url", "preferences_url"})
WORDS = Vocabulary(free=frozenset({"first_name"}), urls=_ADDRESSES)


@dataclass(frozen=True)
class Person:
    """One reader of a one-off letter, with the facts of their last letter from us."""

    contact: Contact
    facts: Facts
    names: dict[str, str]


@dataclass(frozen=True)
class Reach:
    """Whom a one-off letter would go to if it were let go now, and between which moments."""

    people: list[Contact]
    agreed: int
    sharing: int | None  # of these, who lets the author see answers; None where none are asked
    first: datetime | None
    last: datetime | None


def set_letters(*, contact: Contact, wanted: bool, wording: str, now: datetime) -> bool:
    """The box on the reader's own page: a yes or a no to letters; whether anything changed."""
    if not wanted:
        return contacts.withdraw(contact=contact, purpose=LETTERS, wording=wording, now=now)
    if Consent.objects.stands(contact, LETTERS):
        return False
    contacts.give(contact=contact, purpose=LETTERS, wording=wording, now=now)
    return True


def agreed() -> QuerySet[Contact]:
    """People who confirmed, or came in with evidence, may be mailed, and whose last word on letters
    is yes.
    """
    said = Consent.objects.latest_act(contact=OuterRef("pk"), purpose=Value(LETTERS))
    return (
        Contact.objects.exclude(confirmed_at=None, brought_in_at=None)
        .filter(consents__purpose=LETTERS, consents__act=Consent.Act.GIVEN)
        .annotate(said=said)
        .filter(said=Consent.Act.GIVEN)
        .exclude(Suppression.objects.covering(OuterRef("address_hash")))
        .distinct()
        .order_by("pk")
    )


def people(rule: str, *, after: int = 0, limit: int | None = None) -> Iterator[Person]:
    """Those of `agreed` for whom the rule holds, a person at a time, in a fixed order. It asks
    answers only of people who share theirs, as the author sees who is chosen.
    """
    for contact, facts, names in _with_facts(after, limit):
        if audience.holds(rule, facts.told(shared=contact.shared == Consent.Act.GIVEN)):  # type: ignore[attr-defined]  # annotated
            yield Person(contact, facts, names)


def reach(*, mailing: Mailing, now: datetime) -> Reach:
    """Count, names and times, as `queue_mailings` will have them; raises Refused."""
    home = Practice.objects.the().zone
    found = [person.contact for person in people(mailing.audience)]
    opens = [times[0] for one in found if (times := _times(mailing, one, home, now))]
    return Reach(
        people=found,
        agreed=agreed().count(),
        sharing=_sharing().count() if audience.asks_answers(mailing.audience) else None,
        first=min(opens, default=None),
        last=max(opens, default=None),
    )


def _sharing() -> QuerySet[Contact]:
    word = Consent.objects.latest_act(contact=OuterRef("pk"), purpose=Value(SHARE_RESULT))
    return agreed().alias(shared=word).filter(shared=Consent.Act.GIVEN)


def addressed(*, mailing: Mailing) -> list[str]:
    """The addresses of those whose mail was queued, whatever became of it since."""
    own = Message.objects.filter(key__startswith=mailing.key_start, contact__isnull=False)
    return list(own.order_by("pk").values_list("contact__email", flat=True))


def _times(
    mailing: Mailing, contact: Contact, home: str, now: datetime
) -> tuple[datetime, datetime] | None:
    return window(mailing.send_on, hour=mailing.hour, zone=zone_of(contact.zone, home), now=now)


def _with_facts(after: int, limit: int | None) -> Iterator[tuple[Contact, Facts, dict[str, str]]]:
    last = Message.objects.filter(contact=OuterRef("pk"), purpose=Purpose.COURSE).order_by("-id")
    shared = Consent.objects.latest_act(contact=OuterRef("pk"), purpose=Value(SHARE_RESULT))
    rows = agreed().filter(pk__gt=after)
    rows = rows.annotate(last_message=Subquery(last.values("pk")[:1]), shared=shared)
    found = rows[:limit] if limit else rows
    for part in _parts(list(found)):
        ids = [contact.last_message for contact in part]  # type: ignore[attr-defined]  # annotated
        known = Message.objects.only("facts", "names").in_bulk([pk for pk in ids if pk])
        for contact, pk in zip(part, ids, strict=True):
            message = known.get(pk)
            facts = message.reader if message else Facts(has_name=bool(contact.first_name))
            yield contact, facts, dict(message.names) if message else {}


def _parts(rows: list[Contact]) -> Iterator[list[Contact]]:
    for start in range(0, len(rows), PART):
        yield rows[start : start + PART]


def one_off(letter: SystemLetter, *, now: datetime) -> Mailing:
    """A letter with the words of one of the product's own: a draft for those who agreed."""
    said = letter.body
    return Mailing.objects.create(
        name=str(_("Copy of %s") % letter.name)[:120],
        subject=said.subject,
        preheader=said.preheader,
        body=said.text,
        send_on=now.date() + A_WEEK,
    )


def check_mailing(*, mailing: Mailing) -> dict[str, Any]:
    """What would be frozen; raises Refused where the wording or the rule could not go out."""
    audience.read(mailing.audience)
    return draft_body(
        name=mailing.name,
        purpose=Purpose.LETTERS,
        subject=mailing.subject,
        preheader=mailing.preheader,
        source=mailing.body,
        passages={},
        vocabulary=WORDS,
    )


def frozen(*, mailing: Mailing, now: datetime) -> Letter:
    """Its words as a published letter."""
    return publish(
        name=mailing.name,
        purpose=Purpose.LETTERS,
        subject=mailing.subject,
        preheader=mailing.preheader,
        source=mailing.body,
        passages={},
        extra_vocabulary=WORDS,
        now=now,
    )


@transaction.atomic
def schedule(*, mailing: Mailing, now: datetime) -> bool:
    """Freeze a draft and let it go out; False when it is no draft. Raises Refused."""
    check_mailing(mailing=mailing)
    letter = frozen(mailing=mailing, now=now)
    return bool(
        Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.DRAFT).update(
            state=Mailing.State.SCHEDULED, letter=letter, scheduled_at=now, reached=0
        )
    )


@transaction.atomic
def stop(*, mailing: Mailing, now: datetime) -> int:
    """Take back what has not gone yet; how many mails that were. Safe to repeat."""
    live = (Mailing.State.SCHEDULED, Mailing.State.QUEUED)
    Mailing.objects.filter(pk=mailing.pk, state__in=live).update(
        state=Mailing.State.STOPPED, stopped_at=now
    )
    words = _("You stopped this letter.")
    own = Message.objects.filter(key__startswith=mailing.key_start)
    own.filter(state=State.SENDING).update(reason=words)
    return own.filter(state=State.QUEUED).update(
        state=State.WITHDRAWN, reason=words, settled_at=now
    )


def queue_mailings(*, now: datetime) -> int:
    """Put the next part of every scheduled letter's readers into the queue; how many."""
    ids = Mailing.objects.filter(state=Mailing.State.SCHEDULED).values_list("pk", flat=True)
    return sum(_queue_part(pk, now) for pk in list(ids))


@transaction.atomic
def _queue_part(pk: int, now: datetime) -> int:
    rows = Mailing.objects.select_for_update(skip_locked=True, of=("self",))
    mailing = rows.filter(pk=pk, state=Mailing.State.SCHEDULED).first()
    if mailing is None:
        return 0
    part = list(agreed().filter(pk__gt=mailing.reached).values_list("pk", flat=True)[:PART])
    home = Practice.objects.the().zone
    readers = people(mailing.audience, after=mailing.reached, limit=PART)
    letters = [one for person in readers if (one := _wanted(mailing, person, home, now))]
    queue_all(letters, now=now)
    mailing.reached = part[-1] if part else mailing.reached
    if len(part) < PART:
        mailing.state = Mailing.State.QUEUED
    mailing.save(update_fields=("reached", "state"))
    return len(letters)


def _wanted(mailing: Mailing, person: Person, home: str, now: datetime) -> Wanted | None:
    times = _times(mailing, person.contact, home, now)
    if times is None or mailing.letter is None:
        return None
    return Wanted(
        key=f"{mailing.key_start}{person.contact.uid.hex}",
        letter=mailing.letter,
        contact=person.contact,
        purpose=Purpose.LETTERS,
        consent=LETTERS,
        facts=person.facts,
        names=person.names,
        values={"first_name": person.contact.first_name},
        not_before=times[0],
        not_after=times[1],
    )


def progress(*, mailing: Mailing) -> dict[str, int]:
    """How many of its mails are in which state."""
    own = Message.objects.filter(key__startswith=mailing.key_start).order_by()
    return dict(own.values_list("state").annotate(count=Count("pk")))
