"""A reader asks what is held about her, or to be erased: by a letter to her known address, since
the link to her page is in every letter, and letters are forwarded.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from contacts import erase
from contacts.export import everything
from contacts.models import Contact
from contacts.personal_data import Data, ExportText
from courses import links
from courses.models import DataRequest
from health import budgets
from mail import actions as mail
from mail.models import Purpose
from writing.segments import Facts

A_DAY = timedelta(days=1)
GOOD_FOR = timedelta(days=2)


@transaction.atomic
def ask_own_data(*, contact: Contact, now: datetime) -> None:
    """Mail the known address the link to everything held; one letter a day, however often asked.

    To an address that nobody has confirmed it is the letter of the day, and so perhaps tomorrow's.
    """
    # Two presses come one after the other, and the second finds the first's letter.
    person = Contact.objects.select_for_update().get(pk=contact.pk)
    if DataRequest.objects.filter(contact=contact, asked_at__gt=now - A_DAY).exists():
        return
    # Promise 12: a mailbox that nobody has confirmed gets one letter a day, whatever asks for it.
    at = now if person.confirmed_at else budgets.reserve_letter(person.email, now=now)
    request = DataRequest.objects.create(contact=contact, asked_at=at)
    mail.queue(
        key=f"own-data:{request.uid}",
        letter=mail.system("own_data"),
        contact=contact,
        purpose=Purpose.REQUESTED,
        facts=Facts(),
        names={},
        values={"own_data_url": links.own_data_url(request)},
        not_before=at,
        not_after=at + GOOD_FOR,
        now=now,
    )


def is_fresh(request: DataRequest, *, now: datetime) -> bool:
    """Whether the link of the letter still opens something."""
    return now - request.asked_at < GOOD_FOR


def own_data(contact: Contact) -> Data:
    """Everything held about them, their answers too."""
    return everything(contact, ExportText(mail.as_read, answers=True))


@transaction.atomic
def erase_reader(*, request: DataRequest, now: datetime) -> None:
    """Erase whoever asked for it, with all that the register lists."""
    erase.forget(contact=request.contact, now=now)
