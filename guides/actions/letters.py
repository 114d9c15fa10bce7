"""The letter that carries the guide's link: at most one a day to an address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.urls import reverse

from contacts.links import absolute
from contacts.models import Contact
from courses import actions as courses
from guides import links
from guides.models import GuideCopy
from mail import actions as mail
from mail.models import Message, Purpose
from writing.facts import Facts

A_DAY = timedelta(days=1)
ASKS_COURSE = frozenset({"asks_course"})


def next_letter_at(contact: Contact, *, now: datetime) -> datetime | None:
    """When this address may get a letter: now, a day after the last; None if one is coming."""
    copies = GuideCopy.objects.filter(contact=contact)
    last = copies.aggregate(last=Max(Coalesce("mail_at", "mailed_at")))["last"]
    if last is None or last + A_DAY <= now:
        return now
    waiting = copies.filter(mail_at__isnull=False).exists()
    return None if waiting or last > now else last + A_DAY


def post(copy: GuideCopy, *, now: datetime) -> None:
    """Give the wanted letter to the post office. The caller holds the row in a transaction."""
    if copy.mail_at is None:
        return
    asks = copy.enrollment is not None
    letter = mail.system("guide_again" if copy.letters and not asks else "guide")
    values = {"guide_url": links.guide_url(copy)}
    if copy.enrollment is not None:
        values["confirm_url"] = courses.confirm_url(copy.enrollment)
    mail.queue(
        key=_key(copy),
        letter=letter,
        contact=copy.contact,
        purpose=Purpose.REQUESTED,
        facts=Facts(flags=ASKS_COURSE if asks else frozenset()),
        names={},
        values=values,
        attachment=attached(copy),
        not_before=max(copy.mail_at, now),
        now=now,
    )
    copy.mailed_at, copy.mail_at = max(copy.mail_at, now), None
    copy.letters += 1
    copy.save(update_fields=("mailed_at", "mail_at", "letters"))


def attached(copy: GuideCopy) -> dict[str, str] | None:
    """Where the file lies, if the author attaches it; the letter's row holds no byte of it."""
    made = copy.state == GuideCopy.State.READY and copy.file
    if not made or not copy.edition.guide.attach:
        return None
    title = copy.edition.frozen.title
    return {
        "filename": f"{title}.pdf",
        "content_type": "application/pdf",
        "stored": str(copy.file.name),
    }


def _key(copy: GuideCopy) -> str:
    return f"guide:{copy.uid}" + (f":{copy.letters + 1}" if copy.letters else "")


def unsent(copy: GuideCopy) -> bool:
    """Whether the last letter still waits at the post office."""
    keys = [f"guide:{copy.uid}", f"guide:{copy.uid}:{copy.letters}"]
    waiting = (Message.State.QUEUED, Message.State.SENDING)
    return Message.objects.filter(key__in=keys, state__in=waiting).exists()


def take_back(copy: GuideCopy, *, reason: str, now: datetime) -> None:
    """The letter goes to the wrong address: stop it while that is possible."""
    for number in range(copy.letters):
        mail.withdraw(
            key=f"guide:{copy.uid}" + (f":{number + 1}" if number else ""), reason=reason, now=now
        )
    GuideCopy.objects.filter(pk=copy.pk).update(mail_at=None)


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
