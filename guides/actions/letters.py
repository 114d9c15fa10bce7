"""The letter that carries a guide's link: at most one a day to a mailbox.

It opens a page with everything that was asked for with its address, so that whoever asks later
waits for no letter of their own.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from contacts.links import absolute, confirm_url
from contacts.models import Contact
from guides import links
from guides.models import GuideCopy, GuideRequest
from health import budgets
from mail import actions as mail
from mail.models import Message, Purpose
from writing.segments import Facts

ASKS, SEVERAL = "asks", "several"


def want(copy: GuideCopy, contact: Contact, *, now: datetime) -> None:
    """A letter with this guide's link; one that waits already speaks of this guide as well.

    The caller holds the contact's row.
    """
    if copy.mail_at or unsent(copy):
        return
    waiting = Message.objects.filter(
        contact=contact, key__startswith="guide:", state=Message.State.QUEUED
    ).first()
    if waiting:
        _say_anew(waiting, now)
    elif not contact.guides.filter(mail_at__isnull=False).exists():
        copy.mail_at = now
        copy.save(update_fields=("mail_at",))
        if copy.settled:
            post(copy, now=now)


def _say_anew(message: Message, now: datetime) -> None:
    copy = GuideCopy.objects.get(uid=message.key.split(":")[1])
    # Only if it could still be taken back: one that is on its way goes as it is.
    if mail.withdraw(key=message.key, reason="More was asked for since.", now=now):
        _queue(copy, key=message.key, at=message.not_before, now=now)


def post(copy: GuideCopy, *, now: datetime) -> None:
    """Give the wanted letter to the post office. The caller holds the row in a transaction."""
    if copy.mail_at is None:
        return
    at = budgets.reserve_letter(copy.contact.email, now=now)
    _queue(copy, key=_key(copy), at=at, now=now)
    copy.mailed_at, copy.mail_at = at, None
    copy.letters += 1
    copy.save(update_fields=("mailed_at", "mail_at", "letters"))


def _queue(copy: GuideCopy, *, key: str, at: datetime, now: datetime) -> None:
    waiting = list(GuideRequest.objects.open(copy.contact, now=now))
    flags = set()
    if any(request.boxes for request in waiting):
        flags.add(ASKS)
    if {request.copy_id for request in waiting} - {copy.pk}:
        flags.add(SEVERAL)
    name = "guide_again" if copy.letters and not flags else "guide"
    mail.queue(
        key=key,
        letter=mail.system(name, offer=copy.guide.offer_id),
        offer=copy.guide.offer_id,
        contact=copy.contact,
        purpose=Purpose.REQUESTED,
        facts=Facts(dict.fromkeys(flags, True)),
        names={},
        values={"guide_url": links.guide_url(copy), "confirm_url": confirm_url(copy.contact)},
        attachment=attached(copy),
        not_before=at,
        now=now,
    )


def attached(copy: GuideCopy) -> dict[str, str] | None:
    """Where the file lies, if the author attaches it; the letter's row holds no byte of it."""
    made = copy.state == GuideCopy.State.READY and copy.file
    if not made or not copy.guide.attach:
        return None
    title = copy.frozen.body.title
    return {
        "filename": f"{title}.pdf",
        "content_type": "application/pdf",
        "stored": str(copy.file.name),
    }


def _key(copy: GuideCopy) -> str:
    # With the letter's number: whoever queues the same one again finds the first (promise 2).
    return f"guide:{copy.uid}" + (f":{copy.letters + 1}" if copy.letters else "")


def unsent(copy: GuideCopy) -> bool:
    """Whether the last letter still waits at the post office."""
    keys = [f"guide:{copy.uid}", f"guide:{copy.uid}:{copy.letters}"]
    waiting = (Message.State.QUEUED, Message.State.SENDING)
    return Message.objects.filter(key__in=keys, state__in=waiting).exists()


def take_back(copy: GuideCopy, *, reason: str, now: datetime) -> None:
    """The letter goes to the wrong address: stop it while that is possible."""
    numbers = ("", *(f":{number + 1}" for number in range(1, copy.letters)))
    stopped = [
        mail.withdraw(key=f"guide:{copy.uid}{number}", reason=reason, now=now)
        for number in numbers[: copy.letters]
    ]
    copy.mail_at = None
    if any(stopped):
        budgets.give_back_letter(copy.contact.email)
        copy.mailed_at = None
    copy.save(update_fields=("mail_at", "mailed_at"))


def tell_author(copy: GuideCopy, *, now: datetime) -> None:
    """A guide could not be made: the author hears of it once per copy and failure."""
    page = reverse("admin:guides_guidecopy_change", args=[copy.pk])
    mail.queue(
        key=f"guide-failed:{copy.uid}:{now:%Y%m%d%H%M}",
        letter=mail.system("guide_failed_notice"),
        contact=None,
        purpose=Purpose.NOTICE,
        facts=Facts(),
        names={},
        values={"admin_url": absolute(page)},
        not_before=now,
        now=now,
    )
