"""One-off letters: who would get one, and in which words. How they go out is `broadcast_queue`.

The audience are people whose last word on `letters` is yes; the claim asks again at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from contacts import actions as contacts
from contacts.models import SHARE_RESULT, Consent, Contact, Segment, Suppression
from mail.actions.person_facts import field_axes, field_facts, saved_segments
from mail.actions.publish import publish
from mail.known_facts import came_by
from mail.models import Broadcast, Letter, Message, Purpose, SystemLetter
from mail.sample_readers import reader_axes
from mail.schema import BroadcastBody
from publishing import actions as publishing
from writing import segments
from writing.segments import BOOKED, HAS_NAME, KNOWN, Facts, Rule
from writing.variables import Vocabulary

LETTERS = "letters"
PART = 500
A_WEEK = timedelta(days=7)
_ADDRESSES = frozenset({"site_url", "unsubscribe_url", "preferences_url"})
_WORDS = Vocabulary(free=frozenset({"first_name"}), urls=_ADDRESSES)


AudienceMember = tuple[Contact, Facts, dict[str, str]]
"""A reader of a one-off letter, with the facts and names of their last letter from us."""


def broadcast_words(offer: int | None = None) -> Vocabulary:
    """What a one-off letter may say of readers of the offer of this id, else of any published
    assessment, and of fields.
    """
    axes = reader_axes(offer).joined(field_axes())
    return _WORDS.with_axes(axes.choosing(saved_segments))


def set_letters(*, contact: Contact, agrees: bool, wording: str, now: datetime) -> bool:
    """The box on the reader's own page: a yes or a no to letters; whether anything changed."""
    if not agrees:
        return contacts.withdraw(contact=contact, purpose=LETTERS, wording=wording, now=now)
    return contacts.agree(contact=contact, purpose=LETTERS, wording=wording, now=now)


def pause_letters(*, contact: Contact, until: datetime | None, now: datetime) -> None:
    """One-off letters wait until then; with None they go on. The claim asks (`spare`)."""
    if contact.letters_paused_until == until:
        return
    Contact.objects.filter(pk=contact.pk).update(letters_paused_until=until)
    kind = "letters_paused" if until else "letters_resumed"
    contacts.record(contact=contact, kind=kind, now=now)


def agreed(
    offer: int | None = None, *, among: QuerySet[Contact] | None = None
) -> QuerySet[Contact]:
    """People who confirmed, or came in with evidence, may be mailed, and whose last word on letters
    is yes; of those who came by the offer of this id, and of these people, if any are given.
    """
    rows = Contact.objects.all() if among is None else among
    rows = rows.filter(came_by(offer)) if offer else rows
    return (
        # Both at once: only who neither confirmed nor came in with evidence is left out.
        rows.exclude(confirmed_at=None, brought_in_at=None)
        .filter(Consent.objects.stands_of(LETTERS))
        .exclude(Suppression.objects.covering(OuterRef("address_hash")))
        .order_by("pk")
    )


def people(
    rule: Rule, *, offer: int | None = None, after: int = 0, limit: int | None = None
) -> Iterator[AudienceMember]:
    """Those of `agreed` for whom the rule holds, a person at a time, in a fixed order. It asks
    answers only of people who share theirs, as the author sees who is chosen.
    """
    rows = agreed(offer).filter(pk__gt=after)
    return fitting(rule, rows[:limit] if limit else rows, offer=offer)


def fitting(
    rule: Rule, rows: QuerySet[Contact], *, offer: int | None = None
) -> Iterator[AudienceMember]:
    """Those of these people for whom the rule holds, in their order; by what they answered for the
    offer of this id, if one is given.
    """
    rule = Segment.objects.expanded(rule)
    for contact, facts, names in _with_facts(rows, offer):
        if segments.holds(rule, facts.disclosed(shared=contact.shared == Consent.Act.GIVEN)):  # type: ignore[attr-defined]  # annotated
            yield contact, facts, names


def shares() -> Q:
    """That a contact lets the author see their answers."""
    return Q(Consent.objects.stands_of(SHARE_RESULT))


def addressed(*, broadcast: Broadcast) -> QuerySet[Message, str]:
    """The addresses of those whose mail was queued, whatever became of it since."""
    own = Message.objects.filter(key__startswith=broadcast.key_start, contact__isnull=False)
    return own.order_by("pk").values_list("contact__email", flat=True)


def _with_facts(rows: QuerySet[Contact], offer: int | None) -> Iterator[AudienceMember]:
    # Frozen facts, as the last lesson was written for them: a letter does not ask answers anew.
    last = Message.objects.filter(contact=OuterRef("pk"), purpose=Purpose.COURSE).order_by("-id")
    if offer is not None:  # what they answered elsewhere says nothing here
        last = last.filter(offer=offer)
    shared = Consent.objects.latest_act(contact=OuterRef("pk"), purpose=Value(SHARE_RESULT))
    rows = rows.annotate(last_message=Subquery(last.values("pk")[:1]), shared=shared)
    for part in _parts(list(rows)):
        ids = [contact.last_message for contact in part]  # type: ignore[attr-defined]  # annotated
        messages = Message.objects.only("facts", "names").in_bulk([pk for pk in ids if pk])
        of_contact = field_facts([contact.pk for contact in part])
        for contact, pk in zip(part, ids, strict=True):
            message = messages.get(pk)
            facts = message.reader if message else Facts(has_name=bool(contact.first_name))
            known = of_contact[contact.pk]
            # As of now, whatever the last lesson went by.
            own = {HAS_NAME: bool(contact.first_name), BOOKED: KNOWN + BOOKED in known}
            facts = facts.with_facts(known, **own)
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
