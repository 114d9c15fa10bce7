"""What people write back: kept, told to the author, marked answered by her."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from contacts.actions import record
from contacts.links import absolute
from contacts.models import Contact
from mail.actions.notices import tell
from mail.actions.preview import as_read, as_unshared
from mail.inbound import InboundMail
from mail.models import Message, Reply
from mail.quoted_text import own_words, sentences
from practice.models import Practice

QUOTED = 10  # mails a reply may quote beside the one it answers


@transaction.atomic
def receive(*, written: InboundMail, now: datetime) -> Reply | None:
    """Keep a person's reply; None for a machine's, a stranger's, and one that was here before.

    One that only claims to be theirs is kept with a warning, and holds no invitation back.
    """
    message = _answered_mail(written)
    contact = message.contact if message else Contact.objects.by_email(written.sender)
    # An out-of-office note is no word of the person (RFC 3834): kept as one, it would hold every
    # invitation back.
    if contact is None or written.is_automatic:
        return None
    subject, text = _their_own(written, contact, message)
    # A provider delivers its webhook until we answer, and sometimes again: by the event's key the
    # second finds the first, and the author is told once.
    reply, created = Reply.objects.get_or_create(
        event_key=written.event_key or f"none:{uuid.uuid4()}",
        defaults={
            "contact": contact,
            "message": message,
            "subject": subject,
            "text": text,
            "is_doubtful": written.is_doubtful,
            "at": now,
        },
    )
    if not created:
        return None
    # What only claims to be theirs writes nothing into their timeline: anybody can forge a From.
    if not reply.is_doubtful:
        record(contact=contact, kind="replied", now=now)
    if Practice.objects.the().tell_replies:
        _tell(reply, now)
    return reply


def _their_own(written: InboundMail, contact: Contact, message: Message | None) -> tuple[str, str]:
    """Subject and text without what is quoted of our mails: the author may not know which passages
    their answers chose, also not from a quote.
    """
    recent = Message.objects.filter(contact=contact).exclude(pk=message.pk if message else 0)
    mails = [*([message] if message else []), *recent.order_by("-pk")[:QUOTED]]
    subject, chosen = written.subject, frozenset[str]()
    for mail in mails:
        read, unshared = as_read(mail), as_unshared(mail)
        chosen |= sentences(read.text) - sentences(unshared.text)
        if read.subject != unshared.subject:
            subject = subject.replace(read.subject, unshared.subject)
    return subject, own_words(written.text, chosen=chosen)


def _tell(reply: Reply, now: datetime) -> None:
    contact = reply.contact
    note = " ".join(reply.text.split())
    tell(
        "reply_notice",
        key=f"reply:{reply.uid.hex}",
        values={
            "who_text": contact.first_name or contact.email,
            "note_text": (f"{doubt()} {note}" if reply.is_doubtful else note)[:500],
            "admin_url": absolute(reverse("admin:mail_reply_change", args=[reply.pk])),
        },
        now=now,
    )


def doubt() -> str:
    """The warning above a reply that may be from somebody else."""
    return _(
        "Careful: the mail server could not confirm who sent this. "
        "It may be from somebody else, and no invitation waits for it."
    )


def _answered_mail(written: InboundMail) -> Message | None:
    messages = Message.objects.select_related("contact").exclude(contact=None)
    by_uid = {message.uid.hex: message for message in messages.filter(uid__in=written.answers)}
    return next((by_uid[uid] for uid in written.answers if uid in by_uid), None)


def mark_answered(*, reply: Reply, now: datetime) -> bool:
    """The author answered; whether it was open until now."""
    # The state stands in the condition: of two presses one is told that it was open.
    return bool(Reply.objects.filter(pk=reply.pk, answered_at=None).update(answered_at=now))
