"""Somebody typed an address to see what it gets: by a letter there, the link to its own page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from contacts.models import Contact, Suppression
from health import budgets
from mail import actions as mail
from mail.models import Message, Purpose
from writing.segments import Facts

A_DAY = timedelta(days=1)
GOOD_FOR = timedelta(days=2)


@transaction.atomic
def mail_preferences(*, contact: Contact, now: datetime) -> None:
    """Mail the known address the link to its own page; one letter a day, however often asked, and
    none to whom must not be mailed, nor to whom asked to be left alone: anybody can type it.

    To an address that nobody has confirmed it is the letter of the day, and so perhaps tomorrow's.
    """
    # Two askings come one after the other, and the second finds the first's letter.
    person = Contact.objects.select_for_update().get(pk=contact.pk)
    if Suppression.objects.covers(person):
        return
    key = f"your-letters:{person.uid}:"
    if Message.objects.filter(contact=person, key__startswith=key, not_before__gt=now - A_DAY):
        return
    at = now if person.confirmed_at else budgets.reserve_letter(person.email, now=now)
    mail.queue(
        key=f"{key}{at:%Y-%m-%d-%H%M}",
        letter=mail.system("your_letters"),
        contact=person,
        purpose=Purpose.REQUESTED,
        facts=Facts(),
        names={},
        values={},
        not_before=at,
        not_after=at + GOOD_FOR,
        now=now,
    )
