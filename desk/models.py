"""What the desk keeps for the author: words not saved yet, forms not sent, the look she drafts."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import models
from django.utils.translation import gettext_lazy as _

from desk.schema import BrandBody
from offers.models import Offer
from practice import model_fields
from publishing.models import Document


class Brand(Document):
    """The look of the practice: one row. What is published of it stands on the practice."""

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("look")
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_brand"),)

    def __str__(self) -> str:
        return str(_("Your look"))

    @property
    def body(self) -> BrandBody:
        """The draft."""
        body: BrandBody = self.read()  # type: ignore[assignment]  # this kind's schema
        return body


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, user_id: int, label: str, pk: str) -> DraftQuerySet:
        """The unsaved words of one person for one row."""
        return self.filter(user_id=user_id, label=label, row=pk)


class Draft(models.Model):
    """What somebody has typed into one box and not saved yet."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    label = models.CharField(max_length=60)  # "courses.lesson"
    row = models.CharField(max_length=40, blank=True)  # its id; empty for a new one
    name = models.CharField(max_length=120)  # the box
    text = models.TextField(blank=True)
    tab = models.CharField(max_length=40, blank=True)  # which open page typed it last
    typed_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved words")
        verbose_name_plural = _("unsaved words")
        constraints = (
            models.UniqueConstraint(fields=("user", "label", "row", "name"), name="draft_once"),
        )
        indexes = (
            # tasks.tidy: those nobody came back to
            models.Index(fields=("typed_at",), name="draft_typed_at"),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.name}"


class UnsentForm(models.Model):
    """A form of the desk that did not arrive: its login had ended, or its page was left."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    action = models.CharField(max_length=300)  # where it is sent to
    page = models.CharField(max_length=300)  # where it stands
    body = models.TextField()  # JSON: pairs of name and value, in the form's order
    was_sent = models.BooleanField()  # its button was pressed, so that every box is here
    typed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("form that was not sent")
        verbose_name_plural = _("forms that were not sent")
        constraints = (models.UniqueConstraint(fields=("user", "action"), name="unsent_form_once"),)
        indexes = (
            # tasks.tidy: those nobody came back to
            models.Index(fields=("typed_at",), name="unsent_form_typed_at"),
        )

    def __str__(self) -> str:
        return self.page


class AuditEntry(LogEntry):
    """One line of the history of changes, as Django's admin writes it."""

    class Meta:
        proxy = True
        verbose_name = _("change")
        verbose_name_plural = _("changes")


def new_try_key() -> str:
    """22 characters nobody guesses: the only way to an offer that is not open yet."""
    return secrets.token_urlsafe(16)


class PrivateTry(models.Model):
    """The private link by which an offer's drafts are walked as a visitor would. Nothing that is
    answered there is stored.
    """

    offer = models.OneToOneField(Offer, models.CASCADE, related_name="private_try")
    key = model_fields.CharField(max_length=22, unique=True, default=new_try_key, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("private link to an offer")
        verbose_name_plural = _("private links to offers")

    def __str__(self) -> str:
        return str(self.offer)


class OfferStanding(models.Model):
    """Where an offer stood when its path was saved last: asked of all its texts, so that Home need
    not ask them (promise 9).
    """

    offer = models.OneToOneField(Offer, models.CASCADE, related_name="standing")
    step = models.CharField(max_length=20)  # where it goes on
    to_do = models.PositiveSmallIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("standing of an offer")
        verbose_name_plural = _("standings of offers")

    def __str__(self) -> str:
        return f"{self.offer}: {self.step}"
