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
from mail import course_days
from mail.actions.enqueue import NewMessage, queue_all
from mail.actions.person_facts import field_axes, field_facts
from mail.actions.publish import publish
from mail.models import Broadcast, Letter, Message, MessageState, Purpose, SystemLetter
from mail.models.offer_people import came_by
from mail.sample_readers import reader_axes
from mail.schema import BroadcastBody
from mail.send_window import window, zone_of
from practice.models import Practice
from publishing import actions as publishing
from writing import segments
from writing.segments import Facts
from writing.variables import Vocabulary

LETTERS = "letters"
PART = 500
A_WEEK = timedelta(days=7)
_ADDRESSES = frozenset({"site_url", "unsubscribe_url", "preferences_url"})
_WORDS = Vocabulary(free=frozenset({"first_name"}), urls=_ADDRESSES)


@dataclass(frozen=True)
class AudienceMember:
    """One reader of a one-off letter, with the facts of their last letter from us."""

    contact: Contact
    facts: Facts
    names: dict[str, str]


@dataclass(frozen=True)
class Reach:
    """Whom a one-off letter would go to if it were let go now, and between which moments."""

    broadcast: int
    people: list[Contact]
    offer: int | None  # of whose people it is; None: of all
    agreed: int
    in_course: list[Contact]  # who would fit, and are in a course
    sharing: int | None  # of these, who lets the author see answers; None where none are asked
    first: datetime | None
    last: datetime | None


def broadcast_words(offer: int | None = None) -> Vocabulary:
    """What a one-off letter may say of readers of the offer of this id, else of any published
    assessment, and of fields.
    """
    return _WORDS.with_axes(reader_axes(offer).joined(field_axes()))


def set_letters(*, contact: Contact, agrees: bool, wording: str, now: datetime) -> bool:
    """The box on the reader's own page: a yes or a no to letters; whether anything changed."""
    if not agrees:
        return contacts.withdraw(contact=contact, purpose=LETTERS, wording=wording, now=now)
    if Consent.objects.stands(contact, LETTERS):
        return False
    contacts.give(contact=contact, purpose=LETTERS, wording=wording, now=now)
    return True


def agreed(offer: int | None = None) -> QuerySet[Contact]:
    """People who confirmed, or came in with evidence, may be mailed, and whose last word on letters
    is yes; of those who came by the offer of this id, if one is given.
    """
    said = Consent.objects.latest_act(contact=OuterRef("pk"), purpose=Value(LETTERS))
    rows = Contact.objects.filter(came_by(offer)) if offer else Contact.objects.all()
    return (
        rows.exclude(confirmed_at=None, brought_in_at=None)
        .filter(consents__purpose=LETTERS, consents__act=Consent.Act.GIVEN)
        .annotate(said=said)
        .filter(said=Consent.Act.GIVEN)
        .exclude(Suppression.objects.covering(OuterRef("address_hash")))
        .distinct()
        .order_by("pk")
    )


def people(
    rule: str, *, offer: int | None = None, after: int = 0, limit: int | None = None
) -> Iterator[AudienceMember]:
    """Those of `agreed` for whom the rule holds, a person at a time, in a fixed order. It asks
    answers only of people who share theirs, as the author sees who is chosen.
    """
    for contact, facts, names in _with_facts(offer, after, limit):
        if segments.holds(rule, facts.disclosed(shared=contact.shared == Consent.Act.GIVEN)):  # type: ignore[attr-defined]  # annotated
            yield AudienceMember(contact, facts, names)


def reach(*, broadcast: Broadcast, now: datetime) -> Reach:
    """Count, names and times, as `queue_broadcasts` will have them; raises Refused."""
    home = Practice.objects.the().zone
    rule = broadcast.body.audience
    members = [person.contact for person in people(rule, offer=broadcast.offer_id)]
    busy = set(course_days.in_course()) if members else set()
    in_course = [member for member in members if member.pk in busy]
    if broadcast.in_course == Broadcast.InCourse.NOT:
        members = [member for member in members if member.pk not in busy]
    opens = [times[0] for member in members if (times := _times(broadcast, member, home, now))]
    return Reach(
        broadcast=broadcast.pk,
        people=members,
        offer=broadcast.offer_id,
        agreed=agreed(broadcast.offer_id).count(),
        in_course=in_course,
        sharing=sharing(broadcast.offer_id).count() if segments.asks_answers(rule) else None,
        first=min(opens, default=None),
        last=max(opens, default=None),
    )


def sharing(offer: int | None = None) -> QuerySet[Contact]:
    """Those of `agreed` who let the author see their answers."""
    word = Consent.objects.latest_act(contact=OuterRef("pk"), purpose=Value(SHARE_RESULT))
    return agreed(offer).alias(shared=word).filter(shared=Consent.Act.GIVEN)


def addressed(*, broadcast: Broadcast) -> list[str]:
    """The addresses of those whose mail was queued, whatever became of it since."""
    own = Message.objects.filter(key__startswith=broadcast.key_start, contact__isnull=False)
    return list(own.order_by("pk").values_list("contact__email", flat=True))


def _times(
    broadcast: Broadcast, contact: Contact, home: str, now: datetime
) -> tuple[datetime, datetime] | None:
    return window(broadcast.send_on, hour=broadcast.hour, zone=zone_of(contact.zone, home), now=now)


def _with_facts(
    offer: int | None, after: int, limit: int | None
) -> Iterator[tuple[Contact, Facts, dict[str, str]]]:
    last = Message.objects.filter(contact=OuterRef("pk"), purpose=Purpose.COURSE).order_by("-id")
    if offer is not None:  # what they answered elsewhere says nothing here
        last = last.filter(offer=offer)
    shared = Consent.objects.latest_act(contact=OuterRef("pk"), purpose=Value(SHARE_RESULT))
    rows = agreed(offer).filter(pk__gt=after)
    rows = rows.annotate(last_message=Subquery(last.values("pk")[:1]), shared=shared)
    wanted = rows[:limit] if limit else rows
    for part in _parts(list(wanted)):
        ids = [contact.last_message for contact in part]  # type: ignore[attr-defined]  # annotated
        messages = Message.objects.only("facts", "names").in_bulk([pk for pk in ids if pk])
        of_contact = field_facts([contact.pk for contact in part])
        for contact, pk in zip(part, ids, strict=True):
            message = messages.get(pk)
            facts = message.reader if message else Facts(has_name=bool(contact.first_name))
            facts = facts.with_facts(of_contact.get(contact.pk, {}))
            yield contact, facts, dict(message.names) if message else {}


def _parts(rows: list[Contact]) -> Iterator[list[Contact]]:
    for start in range(0, len(rows), PART):
        yield rows[start : start + PART]


def one_off(letter: SystemLetter, *, by: Any = None, now: datetime) -> Broadcast:
    """A letter with the words of one of the product's own: a draft for those who agreed."""
    name, day = copy_name(letter.name), now.date() + A_WEEK
    draft = Broadcast(name=name, offer=letter.offer, send_on=day)
    body = BroadcastBody(**letter.body.model_dump())
    return publishing.create(draft, body=body, by=by, now=now)


def copy_name(name: str) -> str:
    return str(_("Copy of %s") % name)[:120]


def frozen(*, broadcast: Broadcast, now: datetime) -> Letter:
    """Its words as a letter, for a test to the author; raises Refused. Nothing is published."""
    said = broadcast.body
    return publish(
        name=broadcast.name,
        purpose=Purpose.LETTERS,
        subject=said.subject,
        preheader=said.preheader,
        source=said.text,
        passages={},
        extra_vocabulary=broadcast_words(broadcast.offer_id),
        language=broadcast.language,
        now=now,
    )


@transaction.atomic
def schedule(*, broadcast: Broadcast, by: Any = None, now: datetime) -> bool:
    """Publish a draft and let it go out; False when it is no draft. Raises NotReady."""
    # Under the row's lock, so that of two who press the button one finds a draft.
    rows = Broadcast.objects.select_for_update(of=("self",))
    if not rows.filter(pk=broadcast.pk, state=Broadcast.State.DRAFT).exists():
        return False
    publishing.publish(broadcast, by=by, now=now)
    Broadcast.objects.filter(pk=broadcast.pk).update(
        state=Broadcast.State.SCHEDULED, scheduled_at=now, reached=0
    )
    return True


@transaction.atomic
def stop(*, broadcast: Broadcast, now: datetime) -> int:
    """Take back what has not gone yet; how many mails that were. Safe to repeat."""
    live = (Broadcast.State.SCHEDULED, Broadcast.State.QUEUED)
    Broadcast.objects.filter(pk=broadcast.pk, state__in=live).update(
        state=Broadcast.State.STOPPED, stopped_at=now
    )
    words = _("You stopped this letter.")
    own = Message.objects.filter(key__startswith=broadcast.key_start)
    # Locked before anything is said of them: one that is claimed or given back between the two
    # statements would slip past both, and go out later.
    unsent = own.filter(state__in=(MessageState.QUEUED, MessageState.SENDING)).locked()
    unsent.filter(state=MessageState.SENDING).update(reason=words)
    return unsent.filter(state=MessageState.QUEUED).update(
        state=MessageState.WITHDRAWN, reason=words, settled_at=now
    )


def queue_broadcasts(*, now: datetime) -> int:
    """Put the next part of every scheduled letter's readers into the queue; how many."""
    ids = Broadcast.objects.filter(state=Broadcast.State.SCHEDULED).values_list("pk", flat=True)
    return sum(_queue_part(pk, now) for pk in list(ids))


@transaction.atomic
def _queue_part(pk: int, now: datetime) -> int:
    rows = Broadcast.objects.select_for_update(skip_locked=True, of=("self",))
    # The row is the bookmark: locked, so that two ticks do not queue the same part, and moved in
    # the transaction that queues it, so that a kill repeats no part and leaves none out.
    rows = rows.select_related("letter", "published")
    broadcast = rows.filter(pk=pk, state=Broadcast.State.SCHEDULED).first()
    if broadcast is None:
        return 0
    # By the last id reached, not by an offset: who leaves or comes meanwhile shifts nobody.
    offer, after = broadcast.offer_id, broadcast.reached
    part = list(agreed(offer).filter(pk__gt=after).values_list("pk", flat=True)[:PART])
    home = Practice.objects.the().zone
    readers = people(broadcast.body.audience, offer=offer, after=after, limit=PART)
    letters = [letter for person in readers if (letter := _wanted(broadcast, person, home, now))]
    queue_all(letters, now=now)
    broadcast.reached = part[-1] if part else broadcast.reached
    if len(part) < PART:
        broadcast.state = Broadcast.State.QUEUED
    broadcast.save(update_fields=("reached", "state"))
    return len(letters)


def _wanted(
    broadcast: Broadcast, person: AudienceMember, home: str, now: datetime
) -> NewMessage | None:
    times = _times(broadcast, person.contact, home, now)
    if times is None or broadcast.letter is None:
        return None
    return NewMessage(
        key=f"{broadcast.key_start}{person.contact.uid.hex}",
        letter=broadcast.letter,
        contact=person.contact,
        purpose=Purpose.LETTERS,
        consent=LETTERS,
        facts=person.facts,
        names=person.names,
        values={"first_name": person.contact.first_name},
        offer=broadcast.offer_id,
        not_before=times[0],
        not_after=times[1],
    )


def progress(*, broadcast: Broadcast) -> dict[str, int]:
    """How many of its mails are in which state."""
    own = Message.objects.filter(key__startswith=broadcast.key_start).order_by()
    return dict(own.values_list("state").annotate(count=Count("pk")))
