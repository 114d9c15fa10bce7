"""Contacts, their consents, who must not be mailed, and the timeline.

Knows no guide, course or booking.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from contacts.addresses import keyed_hash
from offers.models import Source
from practice import model_fields

SHARE_RESULT = "share-result"
"""The purpose under which somebody lets the author see what they answered."""


def address_hash(address: str) -> str:
    """The keyed hash of an address under this installation's HASH_KEY."""
    return keyed_hash(settings.HASH_KEY, address)


class ContactQuerySet(models.QuerySet["Contact"]):
    def by_email(self, email: str) -> Contact | None:
        """The contact with this address, whatever its case."""
        return self.filter(email__iexact=email.strip()).first()

    def by_uid(self, uid: str) -> Contact | None:
        """The contact a link names; also one that became part of another."""
        contact = self.filter(uid=uid).first()
        return (
            contact
            or self.filter(pk__in=FormerUid.objects.filter(uid=uid).values("contact")).first()
        )

    def unconfirmed_since(self, moment: datetime) -> ContactQuerySet:
        return self.filter(confirmed_at=None, created_at__lt=moment)


class Contact(models.Model):
    """A person who asked for something by email."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("email"), max_length=254)
    address_hash = models.CharField(max_length=64, editable=False, db_index=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    language = model_fields.LanguageField(_("language"))
    created_at = models.DateTimeField(_("first seen"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    # From the author's file, with evidence of their yes: no proof that they read this mailbox.
    brought_in_at = models.DateTimeField(_("brought in by you"), null=True, blank=True)
    # Until then letters now and then wait; a course has a pause of its own.
    letters_paused_until = models.DateTimeField(
        _("letters now and then paused until"), null=True, blank=True
    )
    notes = models.TextField(_("your notes"), blank=True)
    # What brought them here the first time and the last: of what the mailbox said was theirs.
    first_source = models.ForeignKey(
        Source, models.SET_NULL, null=True, related_name="+", verbose_name=_("first came from")
    )
    first_came_at = models.DateTimeField(_("first came"), null=True)
    last_source = models.ForeignKey(
        Source, models.SET_NULL, null=True, related_name="+", verbose_name=_("last came from")
    )
    last_came_at = models.DateTimeField(_("last came"), null=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(Lower("email"), name="contact_email_without_case"),)
        indexes = (
            # contacts.personal_data.leaving, hourly
            models.Index(
                fields=("created_at",),
                condition=models.Q(confirmed_at=None),
                name="contact_unconfirmed",
            ),
            # desk: Home's funnel, and the list behind it
            models.Index(
                fields=("confirmed_at",),
                condition=models.Q(confirmed_at__isnull=False),
                name="contact_confirmed",
            ),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def shares_answers(self) -> bool:
        """Whether the author may see anything this person answered."""
        return Consent.objects.stands(self, SHARE_RESULT)


class FormerUid(models.Model):
    """The public id of an entry that was merged into another: the links in its mails still work."""

    uid = models.UUIDField(unique=True, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.uid)


class FormerAddress(models.Model):
    """An address somebody had here before: erasing finds by it what was written down then."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="former_addresses")
    email = models.EmailField(max_length=254)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.email


class ConsentQuerySet(models.QuerySet["Consent"]):
    def latest_act(self, *, contact: models.F, purpose: models.F | models.Value) -> models.Subquery:
        """The last word of an outer row's contact on its purpose; asking is no word."""
        words = self.filter(contact=contact, purpose=purpose).exclude(act=Consent.Act.ASKED)
        return models.Subquery(words.order_by("-id").values("act")[:1])

    def stands_of(self, purpose: str) -> models.Exists:
        """Whether the last word of an outer row's contact on this purpose is yes. Asked as two
        questions without an order, which a database answers for all contacts at once.
        """
        words = self.filter(purpose=purpose)
        later = words.filter(contact=models.OuterRef("contact"), id__gt=models.OuterRef("pk"))
        taken_back = models.Exists(later.filter(act=Consent.Act.WITHDRAWN))
        given = words.filter(~taken_back, contact=models.OuterRef("pk"), act=Consent.Act.GIVEN)
        return models.Exists(given)

    def stands(self, contact: Contact, purpose: str) -> bool:
        """Whether this contact's last word on this purpose is yes."""
        words = self.filter(contact=contact, purpose=purpose).exclude(act=Consent.Act.ASKED)
        return words.order_by("-id").values_list("act", flat=True).first() == Consent.Act.GIVEN


class Consent(models.Model):
    """One act about one purpose, in its exact wording. Append-only: a withdrawal is a row."""

    class Act(models.TextChoices):
        ASKED = "asked", _("ticked, not yet confirmed")
        GIVEN = "given", _("agreed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    purpose = models.CharField(_("for what"), max_length=100)
    act = models.CharField(_("what"), max_length=10, choices=Act)
    wording = models.TextField(_("exact wording"))
    at = models.DateTimeField(_("when"))

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("id",)
        indexes = (
            # latest_act, in the claim of every message
            models.Index(fields=("contact", "purpose", "-id"), name="consent_last_word"),
            # desk: everybody whose last word on a purpose is yes (`stands_of`)
            models.Index(fields=("purpose", "act", "contact", "id"), name="consent_said"),
        )

    def __str__(self) -> str:
        return f"{self.purpose}: {self.get_act_display()}"


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def standing(self) -> SuppressionQuerySet:
        return self.filter(lifted_at=None)

    def covering(self, address_hash: models.F) -> models.Exists:
        """Whether a suppression stands for an outer row's address hash."""
        return models.Exists(self.standing().filter(address_hash=address_hash))

    def covers(self, contact: Contact) -> bool:
        """Whether this contact must not be mailed."""
        return self.standing().filter(address_hash=contact.address_hash).exists()


class Suppression(models.Model):
    """An address that must not be mailed: a keyed hash, so that it survives erasure."""

    class Reason(models.TextChoices):
        BOUNCE = "bounce", _("the address does not exist")
        COMPLAINT = "complaint", _("marked as spam")
        STOPPED = "stopped", _("asked to be left alone")
        ERASED = "erased", _("erased")
        MANUAL = "manual", _("entered by hand")

    address_hash = models.CharField(max_length=64, unique=True, editable=False)
    reason = models.CharField(_("why"), max_length=10, choices=Reason)
    detail = models.CharField(_("details"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))
    # Erased then: whoever is older than this and back here came from a backup.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("do not mail")
        verbose_name_plural = _("do not mail")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.get_reason_display()


class Event(models.Model):
    """One line of a person's timeline."""

    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="events", verbose_name=_("person")
    )
    kind = models.CharField(_("what happened"), max_length=60)
    at = models.DateTimeField(_("when"))
    data = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("timeline")
        ordering = ("-at", "-id")
        indexes = (
            # the timeline on a person's page
            models.Index(fields=("contact", "-at"), name="event_timeline"),
        )

    def __str__(self) -> str:
        return self.kind
