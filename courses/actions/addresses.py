"""A reader changes her address: asked on her page, done once the new address says yes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from contacts import actions as contacts
from contacts.models import Contact, FormerAddress, address_hash
from courses import links
from courses.models import AddressChange, Enrollment
from health import budgets
from mail import actions as mail
from mail.models import Message, Purpose
from writing.segments import Facts

A_DAY = timedelta(days=1)
MOST_A_DAY = 3
GOOD_FOR = timedelta(days=7)


@transaction.atomic
def ask_address(*, contact: Contact, email: str, now: datetime) -> bool:
    """Mail the new address a link; False when this reader has asked often enough today.

    The answer is the same whether the address is known here or not; a mailbox gets one letter a
    day at most, of all that is asked for with its address.
    """
    reserve, _created = contacts.meet(
        email=email, first_name="", zone="", language=contact.language, now=now
    )
    # Counted under the reader's lock: askings that come at once would else all find room, and mail
    # strangers as often as somebody presses. The address's contact too, in the order of keys as
    # merging does: whoever asks in its name holds it and then reserves the letter of the day, and
    # our rows ask for it only as the transaction ends (its foreign keys are deferred).
    both = Contact.objects.select_for_update().order_by("pk")
    both.in_bulk({contact.pk, reserve.pk})
    changes = AddressChange.objects.filter(contact=contact, asked_at__gt=now - A_DAY)
    if changes.count() >= MOST_A_DAY:
        transaction.set_rollback(True)  # the contact that was just met
        return False
    if reserve.pk == contact.pk:
        return True
    change = AddressChange.objects.create(contact=contact, reserve=reserve, asked_at=now)
    key = f"address:{reserve.uid}:"
    if Message.objects.filter(contact=reserve, key__startswith=key, settled_at=None).exists():
        return True
    at = budgets.reserve_letter(email, now=now)
    mail.queue(
        key=f"{key}{at:%Y-%m-%d}",
        letter=mail.system("address_change"),
        contact=reserve,
        purpose=Purpose.REQUESTED,
        facts=Facts(),
        names={},
        values={"confirm_url": links.address_url(change)},
        not_before=at,
        not_after=now + GOOD_FOR,
        now=now,
    )
    return True


def may_move(change: AddressChange, *, now: datetime) -> bool:
    """Whether the link is fresh and nobody has letters under the new address already."""
    taken = Enrollment.objects.filter(contact=change.reserve).exists()
    is_known = taken or change.reserve.confirmed_at is not None
    return not is_known and now - change.asked_at < GOOD_FOR


@transaction.atomic
def move_address(*, change: AddressChange, now: datetime) -> Contact | None:
    """The new address said yes: the reader's letters go there. None when they may not."""
    # Two presses of one link come one after the other. Both people before any row of theirs, in the
    # order of their keys, as merging does.
    both = Contact.objects.select_for_update().order_by("pk")
    locked = both.in_bulk([change.contact_id, change.reserve_id])
    contact = locked[change.contact_id]
    if not may_move(change, now=now):
        return None
    reserve = locked[change.reserve_id]
    email = reserve.email
    # Before the reserve goes, which would take its mails along.
    Message.objects.filter(contact=reserve).locked().update(contact=contact)
    reserve.delete()
    FormerAddress.objects.create(contact=contact, email=contact.email, at=now)
    # After `reserve.delete()`: the address is unique.
    contact.email, contact.address_hash = email, address_hash(email)
    contact.confirmed_at = contact.confirmed_at or now
    contact.save(update_fields=("email", "address_hash", "confirmed_at"))
    budgets.give_back_letter(email)
    contacts.record(contact=contact, kind="address_changed", now=now)
    return contact
