"""What people write back."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from mail.models.messages import Message

REPLY_HOLDS = timedelta(days=5)


class ReplyQuerySet(models.QuerySet["Reply"]):
    def waiting(self, contact: Contact, now: datetime) -> ReplyQuerySet:
        """A person's replies that hold back invitations: unanswered, at most five days old."""
        mine = self.filter(contact=contact, answered_at=None, is_doubtful=False)
        return mine.filter(at__gt=now - REPLY_HOLDS)


class Reply(models.Model):
    """What a person wrote back; until it is answered nothing invites them further."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="replies", verbose_name=_("person")
    )
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, related_name="replies", verbose_name=_("to the mail")
    )
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("what they wrote"), blank=True)
    event_key = models.CharField(max_length=200, unique=True, editable=False)
    # The receiving server did not vouch for the sender: kept and shown, but nobody's own word.
    is_doubtful = models.BooleanField(_("may be from somebody else"), default=False)
    at = models.DateTimeField(_("when"))
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ("-id",)
        indexes = (
            # ReplyQuerySet.waiting, asked by the gates of every invitation
            models.Index(
                fields=("contact", "at"),
                condition=models.Q(answered_at=None),
                name="reply_waiting",
            ),
            # desk: those who wait for an answer, oldest first
            models.Index(
                fields=("at",), condition=models.Q(answered_at=None), name="reply_oldest_waiting"
            ),
        )

    def __str__(self) -> str:
        return self.subject or str(self.contact)
