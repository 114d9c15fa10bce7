"""Every change of a contact: met, asked, confirmed, unsubscribed, suppressed, erased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from contacts.actions.fields import clean_value as clean_value
from contacts.actions.fields import ensure_field as ensure_field
from contacts.actions.fields import field_words as field_words
from contacts.actions.fields import set_field as set_field
from contacts.actions.fields import tag as tag
from contacts.actions.fields import tag_all as tag_all
from contacts.actions.fields import untag as untag
from contacts.actions.touches import came_from as came_from
from contacts.clean_name import readable
from contacts.models import (
    Consent,
    Contact,
    Event,
    Suppression,
    address_hash,
)
from practice.languages import DEFAULT

EVERYTHING = "*"
REMINDERS = "reminders"
"""Reminders of what a person asked for: nobody agrees to them first, everybody may stop them."""


def meet(
    *, email: str, first_name: str, zone: str, language: str = DEFAULT, now: datetime
) -> tuple[Contact, bool]:
    """The contact with this address, and whether it is new. A known one is left as it was.

    An address takes the same two statements whether it is known or not, so that nobody learns by
    a clock who is here; and of two that come at once, the database lets one in.
    """
    stranger = Contact(
        email=email,
        address_hash=address_hash(email),
        first_name=readable(first_name),
        zone=zone[:64],
        language=language,
        created_at=now,
    )
    # Promise 12: tried for everybody. A look first would be quicker for who is here.
    Contact.objects.bulk_create([stranger], ignore_conflicts=True)
    contact = Contact.objects.by_email(email)
    if contact is None:
        raise Contact.DoesNotExist
    return contact, contact.uid == stranger.uid


def lock_owner(**row: int) -> None:
    """Lock the person a row hangs on (`bookings=pk`), until the transaction ends."""
    # The person before what hangs on them, wherever both are written: erasing and merging hold the
    # person and then meet the rows. Whoever held a row and went on to the person (a line of the
    # timeline is enough: its foreign key asks for the person's row) would close a circle.
    Contact.objects.select_for_update(of=("self",)).filter(**row).first()


def lock_asker(*, contact: int | None, email: str) -> None:
    """Lock who asked for something, before the row of the asking: its person, or, as long as nobody
    looked the address up, whoever is here under it.
    """
    # Erasing takes what was typed with an address of theirs too (`personal_data`), so the same
    # order holds before the row has a person. Who is not here yet cannot be erased.
    if contact is None:
        Contact.objects.select_for_update(of=("self",)).by_email(email)
    else:
        lock_owner(pk=contact)


def record(*, contact: Contact, kind: str, now: datetime, **data: Any) -> Event:
    """Add one line to the timeline."""
    return Event.objects.create(contact=contact, kind=kind, at=now, data=data)


def record_all(contacts: Iterable[Contact], *, kind: str, now: datetime) -> None:
    """Add the same line to many timelines."""
    Event.objects.bulk_create([Event(contact=contact, kind=kind, at=now) for contact in contacts])


def _say(contact: Contact, purpose: str, act: Consent.Act, wording: str, now: datetime) -> Consent:
    return Consent.objects.create(
        contact=contact, purpose=purpose, act=act, wording=wording, at=now
    )


def ask(*, contact: Contact, purpose: str, wording: str, now: datetime) -> Consent:
    """Note that somebody ticked a box for this address. It counts for nothing until confirmed."""
    return _say(contact, purpose, Consent.Act.ASKED, wording, now)


def give(*, contact: Contact, purpose: str, wording: str, now: datetime) -> Consent:
    """Record a yes from the contact itself."""
    return _say(contact, purpose, Consent.Act.GIVEN, wording, now)


@transaction.atomic
def agree(*, contact: Contact, purpose: str, wording: str, now: datetime) -> bool:
    """A person's own yes, from their mailbox or their page, to being written to; whether it changed
    anything. It lifts their earlier wish to be left alone; never a bounce or a complaint.
    """
    # Of two presses at once the second finds the first's yes, and records none.
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    is_new = not Consent.objects.stands(contact, purpose)
    if is_new:
        give(contact=contact, purpose=purpose, wording=wording, now=now)
    return _lift_own_word(contact, now) or is_new


def _lift_own_word(contact: Contact, now: datetime) -> bool:
    """The person wants mail again: what they stopped themselves no longer stands."""
    own_word = (Suppression.Reason.STOPPED, Suppression.Reason.ERASED)
    rows = Suppression.objects.filter(address_hash=contact.address_hash)
    lifted = rows.standing().filter(reason__in=own_word).update(lifted_at=now)
    rows.update(erased_at=None)
    return bool(lifted)


@transaction.atomic
def withdraw(*, contact: Contact, purpose: str, wording: str, now: datetime) -> bool:
    """Record a no, once: False when there was no yes to withdraw."""
    # Two clicks at once: the second finds the first's no, and the timeline says it once.
    Contact.objects.select_for_update().get(pk=contact.pk)
    if not Consent.objects.stands(contact, purpose) and not _may_stop(contact, purpose):
        return False
    _say(contact, purpose, Consent.Act.WITHDRAWN, wording, now)
    record(contact=contact, kind="unsubscribed", now=now, purpose=purpose)
    return True


def _may_stop(contact: Contact, purpose: str) -> bool:
    """Whether it is one nobody agrees to first, and not stopped yet."""
    stopped = contact.consents.filter(purpose=purpose, act=Consent.Act.WITHDRAWN)
    return purpose == REMINDERS and not stopped.exists()


@transaction.atomic
def confirm(*, consent: Consent, first_name: str, zone: str, now: datetime) -> Contact:
    """The person behind the address said yes: the asked consent becomes a given one.

    Safe to repeat. Lifts what the person herself stopped; never a bounce or a complaint.
    """
    # Of two presses at once the second finds the first's yes, and records none.
    contact = Contact.objects.select_for_update().get(pk=consent.contact_id)
    if not Consent.objects.stands(contact, consent.purpose):
        give(contact=contact, purpose=consent.purpose, wording=consent.wording, now=now)
        record(contact=contact, kind="confirmed", now=now, purpose=consent.purpose)
    contact.first_name = readable(first_name) or contact.first_name
    contact.zone = zone or contact.zone
    contact.confirmed_at = contact.confirmed_at or now
    contact.save(update_fields=("first_name", "zone", "confirmed_at"))
    _lift_own_word(contact, now)
    return contact


@transaction.atomic
def prove(
    *, contact: Contact, first_name: str = "", zone: str = "", language: str = "", now: datetime
) -> Contact:
    """The person behind the address spoke, and agreed to nothing by it; a name, a zone or a
    language that is given here is theirs. Safe to repeat.
    """
    # Read anew under the lock: the caller's copy may hold an older name or zone, and saving it
    # would put that back.
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    if contact.confirmed_at is None:
        contact.confirmed_at = now
        record(contact=contact, kind="proved", now=now)
    contact.first_name = readable(first_name) or contact.first_name
    contact.zone = zone[:64] or contact.zone
    contact.language = language or contact.language
    contact.save(update_fields=("first_name", "zone", "language", "confirmed_at"))
    return contact


def standing_purposes(contact: Contact) -> list[str]:
    """Every purpose this contact's last word on is yes."""
    purposes = contact.consents.order_by("purpose").values_list("purpose", flat=True).distinct()
    return [purpose for purpose in purposes if Consent.objects.stands(contact, purpose)]


def has_stopped(contact: Contact, purpose: str) -> bool:
    """Whether this contact's last word on this purpose is no."""
    words = contact.consents.filter(purpose=purpose).exclude(act=Consent.Act.ASKED)
    last = words.values_list("act", flat=True).order_by("-id").first()
    return last == Consent.Act.WITHDRAWN


@transaction.atomic
def unsubscribe(*, contact: Contact, purpose: str, now: datetime) -> list[str]:
    """Stop one purpose, or all with "*", reminders too; returns those stopped (RFC 8058).

    Safe to repeat. What a person asks for one by one still comes.
    """
    # RFC 8058 §3.1: the POST alone unsubscribes. It may come twice: a second one finds nothing that
    # stands, and succeeds like the first.
    everything = dict.fromkeys((*standing_purposes(contact), REMINDERS))
    purposes = everything if purpose == EVERYTHING else [purpose]
    wording = "Unsubscribed by link."
    return [
        name
        for name in purposes
        if withdraw(contact=contact, purpose=name, wording=wording, now=now)
    ]


@transaction.atomic
def resubscribe(*, contact: Contact, purpose: str, now: datetime) -> bool:
    """Undo an unsubscribe from its own page: a purpose once agreed to, in the same words.

    With "*" all that the last stop withdrew.
    """
    if purpose == EVERYTHING:
        return _resubscribe_all(contact, now)
    given = contact.consents.filter(purpose=purpose, act=Consent.Act.GIVEN).last()
    if given is None and purpose == REMINDERS:
        given = contact.consents.filter(purpose=purpose).last()
    if given is None or Consent.objects.stands(contact, purpose):
        return False
    give(contact=contact, purpose=purpose, wording=given.wording, now=now)
    record(contact=contact, kind="resubscribed", now=now, purpose=purpose)
    return True


def _resubscribe_all(contact: Contact, now: datetime) -> bool:
    withdrawn = contact.consents.filter(act=Consent.Act.WITHDRAWN)
    last = withdrawn.last()
    if last is None:
        return False
    # What one click on “stop everything” withdrew bears one moment; earlier noes stay noes.
    names = withdrawn.filter(at=last.at).values_list("purpose", flat=True).distinct()
    done = [resubscribe(contact=contact, purpose=name, now=now) for name in list(names)]
    return any(done)


def suppress(*, address: str, reason: str, detail: str, now: datetime) -> Suppression:
    """Never mail this address again, until lifted. The first reason stays while it stands."""
    # Only the keyed hash is kept (promise 14): it outlives the erasing of its person, and nobody
    # can be read out of it.
    row, created = Suppression.objects.get_or_create(
        address_hash=address_hash(address),
        defaults={"reason": reason, "detail": detail[:300], "at": now},
    )
    if not created and row.lifted_at:
        row.reason, row.detail, row.at, row.lifted_at = reason, detail[:300], now, None
        row.save()
    return row


def mark_erased(*, address: str, now: datetime) -> Suppression:
    """Keep that this address was erased, as its keyed hash. A standing bounce, complaint or stop
    keeps its own reason.
    """
    row = suppress(address=address, reason=Suppression.Reason.ERASED, detail="", now=now)
    row.erased_at = now
    row.save(update_fields=("erased_at",))
    return row


def lift(*, suppression: Suppression, now: datetime) -> None:
    """Allow the address again, by the author's hand."""
    Suppression.objects.standing().filter(pk=suppression.pk).update(lifted_at=now)
