"""Messages (one letter to one person), and what became of them. Knows no course, guide or booking:
keys and consents are strings.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from mail.models.letters import Letter, Purpose
from offers.models import Offer
from practice.models import PracticeRevision
from writing.segments import Facts


class MessageState(models.TextChoices):
    """Where a mail is. Only `queued` may be claimed; the last five have their `settled_at`."""

    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    SKIPPED = "skipped", _("not sent")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("too late")


UNSENT = (MessageState.FAILED, MessageState.SKIPPED, MessageState.WITHDRAWN, MessageState.EXPIRED)
SETTLED = (MessageState.SENT, *UNSENT)


def in_state(state: str) -> models.Q:
    """Mails of one state, in the words of the indexes: `state` itself is in none of them."""
    if state in UNSENT:
        return models.Q(unsent=state)
    return models.Q(state=state, settled_at__isnull=state != MessageState.SENT)


CLOCKS_APART = timedelta(days=1)


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> MessageQuerySet:
        """Waiting, and its time has come."""
        return self.open(now).filter(state=MessageState.QUEUED)

    def held(self, now: datetime) -> MessageQuerySet:
        """Those that workers have claimed; all of them were due when they were taken, by clocks
        that may have been ahead or have stepped back since.
        """
        rows = self.open(now + CLOCKS_APART)
        return rows.filter(state=MessageState.SENDING, purpose__in=Purpose.values)

    def open(self, now: datetime) -> MessageQuerySet:
        """Not settled, and its time has come: the part of `message_due` that anybody reads."""
        return self.filter(settled_at=None, next_try_at__lte=now)

    def seen_by(self, *, sees_answers: bool) -> MessageQuerySet:
        """For whoever may not see answers: without letters that only some answers bring, since who
        got one tells what they answered.
        """
        if sees_answers:
            return self
        return self.exclude(letter__for_some=True, contact__isnull=False)

    def locked(self) -> MessageQuerySet:
        """These rows, locked until the transaction ends. In the order of their ids, as everybody
        does who changes several at once: two who met in different orders would wait for each other
        until PostgreSQL broke one off. SQLite has one writer at a time, and locks none.
        """
        if not connection.features.has_select_for_update:
            return self
        ids = self.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)
        return self.model._default_manager.filter(pk__among=frozenset(ids))

    def settled(self) -> MessageQuerySet:
        return self.filter(state__in=SETTLED)

    def real(self) -> MessageQuerySet:
        """Without the tests the author sent to herself."""
        return self.filter(is_test=False)


class Message(models.Model):
    """One letter to one person: a small context, rendered again whenever it is needed."""

    State = MessageState
    Purpose = Purpose

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200, editable=False)
    contact = models.ForeignKey(
        Contact,
        models.CASCADE,
        null=True,  # null: to the author
        db_index=False,  # `message_of_person` begins with it
        related_name="messages",
        verbose_name=_("person"),
    )
    letter = models.ForeignKey(
        Letter,
        models.PROTECT,
        db_index=False,  # nobody asks by letter, and each index costs every claim and mark
        related_name="messages",
        verbose_name=_("letter"),
    )
    # The practice as the first attempt to send found it; retries and later views use it.
    practice_revision = models.ForeignKey(
        PracticeRevision,
        models.PROTECT,
        null=True,  # null: not tried yet
        db_index=False,
        # A claim stamps hundreds of rows at once; checked, each would lock the one revision's row
        # in the database. Revisions are never deleted.
        db_constraint=False,
        related_name="+",
        verbose_name=_("practice"),
    )
    # Whose letter it is: for lists, and so that a rule asks what was answered there, not elsewhere.
    # As with the revision no check, for which a batch would lock the one offer's row.
    offer = models.ForeignKey(
        Offer,
        models.SET_NULL,
        null=True,  # null: of none, or to the author
        db_index=False,
        db_constraint=False,
        related_name="+",
        verbose_name=_("offer"),
    )
    purpose = models.CharField(_("for what"), max_length=10, choices=Purpose)
    consent = models.CharField(_("agreed under"), max_length=100, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    names = models.JSONField(_("readable names"), default=dict)
    values = models.JSONField(_("texts and links"), default=dict)
    attachment = models.JSONField(_("attachment"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState, default=MessageState.QUEUED
    )
    reason = models.CharField(_("why"), max_length=300, blank=True)
    not_before = models.DateTimeField(_("not before"))
    not_after = models.DateTimeField(_("not after"), null=True)
    next_try_at = models.DateTimeField(_("next try"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    claimed_by = models.CharField(max_length=120, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("written"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    settled_at = models.DateTimeField(_("settled"), null=True)
    is_test = models.BooleanField(_("test"), default=False)
    unsent = models.GeneratedField(  # the state where it is a rare end: what an index may name
        expression=models.Case(
            models.When(state__in=UNSENT, then="state"), default=models.Value("")
        ),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-id",)
        constraints = (
            # actions.queue: one message a key. One index for this and for keys by their beginning.
            models.UniqueConstraint(
                fields=("key",), opclasses=("varchar_pattern_ops",), name="message_key"
            ),
        )
        # No index names a column that a claim writes (state, claimed_by, tries, reason): so a claim
        # touches the rows alone, and PostgreSQL writes them where they stand (migration 0005).
        indexes = (
            # dues: the due ones of a purpose, oldest first; claims: those in flight
            models.Index(
                fields=("purpose", "next_try_at", "id"),
                condition=models.Q(settled_at=None),
                name="message_due",
            ),
            # actions.record_event: an event names the provider's id
            models.Index(
                fields=("provider_id",),
                condition=~models.Q(provider_id=""),
                name="message_provider",
            ),
            # desk: the rare ends, in the list of mails and among what failed lately
            models.Index(
                fields=("unsent", "id"), condition=~models.Q(unsent=""), name="message_unsent"
            ),
            models.Index(fields=("id",), condition=models.Q(is_test=True), name="message_test"),
            # people_query: the last lesson of each person (promise 18)
            models.Index(fields=("contact", "purpose", "id"), name="message_of_person"),
            # desk: the list of mails of a purpose, newest first
            models.Index(fields=("purpose", "id"), name="message_purpose"),
            # desk: those of an offer; of one with few mails the list would read all of them
            models.Index(fields=("offer", "id"), name="message_offer"),
        )

    def __str__(self) -> str:
        return f"{self.letter}: {self.get_state_display()}"

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def reader(self) -> Facts:
        """The enumerated facts that choose the variant."""
        return Facts.from_json(self.facts)

    def values_for(self, links: dict[str, str]) -> dict[str, str]:
        """Free text and addresses; links of the house do not override the message's own."""
        return links | {name: str(value) for name, value in self.values.items()}


class DeliveryEvent(models.Model):
    """What a server or a provider said about a mail; the raw words are kept."""

    class EventKind(models.TextChoices):
        DEFERRED = "deferred", _("will be tried again")
        REFUSED = "refused", _("refused")
        DELIVERED = "delivered", _("delivered")
        BOUNCED = "bounced", _("bounced")
        SOFT = "soft", _("bounced for now")
        COMPLAINED = "complained", _("marked as spam")
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed at the provider")
        OTHER = "other", _("other")

    message = models.ForeignKey(
        Message, models.CASCADE, null=True, related_name="events", verbose_name=_("mail")
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, null=True, related_name="+", verbose_name=_("person")
    )
    kind = models.CharField(_("what happened"), max_length=12, choices=EventKind)
    provider = models.CharField(_("said by"), max_length=20)
    # The provider's own id of the event: it may be delivered twice.
    event_key = models.CharField(max_length=200, unique=True, null=True)
    code = models.CharField(_("code"), max_length=20, blank=True)
    detail = models.CharField(_("words"), max_length=500, blank=True)
    raw = models.JSONField(_("as received"), default=dict)
    at = models.DateTimeField(_("when"))
    # Refusals wait here until another mail goes through: only then is the address to blame.
    weighed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("delivery report")
        verbose_name_plural = _("delivery reports")
        ordering = ("-id",)
        indexes = (
            # breaker.doubted: refusals not yet weighed
            models.Index(
                fields=("id",),
                condition=models.Q(kind="refused", weighed_at=None),
                name="event_unweighed",
            ),
            # desk: reports by kind; nearly all are of delivered mails
            models.Index(
                fields=("kind", "id"),
                condition=~models.Q(kind="delivered"),
                name="event_by_kind",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
