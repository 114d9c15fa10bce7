"""What people write back: kept, told to the author, marked answered by her."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from contacts.actions import record
from contacts.links import absolute
from contacts.models import Contact
from mail.actions.notices import tell
from mail.inbound import Written
from mail.models import Message, Reply
from practice.models import Practice


@transaction.atomic
def receive(*, written: Written, now: datetime) -> Reply | None:
    """Keep a person's reply; None for a machine's, a stranger's, and one that was here before."""
    message = _answered_mail(written)
    contact = message.contact if message else Contact.objects.by_email(written.sender)
    if contact is None or written.is_automatic:
        return None
    reply, created = Reply.objects.get_or_create(
        event_key=written.event_key or f"none:{uuid.uuid4()}",
        defaults={
            "contact": contact,
            "message": message,
            "subject": written.subject,
            "text": written.text,
            "at": now,
        },
    )
    if not created:
        return None
    record(contact=contact, kind="replied", now=now)
    if Practice.objects.the().tell_replies:
        _tell(reply, written, now)
    return reply


def _tell(reply: Reply, written: Written, now: datetime) -> None:
    contact = reply.contact
    tell(
        "reply_notice",
        key=f"reply:{reply.uid.hex}",
        values={
            "who_text": contact.first_name or contact.email,
            "note_text": " ".join(written.text.split())[:500],
            "admin_url": absolute(reverse("admin:mail_reply_change", args=[reply.pk])),
        },
        now=now,
    )


def _answered_mail(written: Written) -> Message | None:
    known = Message.objects.select_related("contact").exclude(contact=None)
    found = {message.uid.hex: message for message in known.filter(uid__in=written.answers)}
    return next((found[uid] for uid in written.answers if uid in found), None)


def mark_answered(*, reply: Reply, now: datetime) -> bool:
    """The author answered; whether it was open until now."""
    return bool(Reply.objects.filter(pk=reply.pk, answered_at=None).update(answered_at=now))
