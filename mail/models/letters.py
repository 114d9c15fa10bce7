"""Wording frozen for the queue, and the product's own letters as the author writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from offers.models import Offer
from publishing.models import Document

if TYPE_CHECKING:
    from mail.schema import LetterBody


class Purpose(models.TextChoices):
    """Why a mail is written; the order is the order of sending."""

    REQUESTED = "requested", _("asked for")
    NOTICE = "notice", _("notice")
    REMINDER = "reminder", _("reminder")
    COURSE = "course", _("course letter")
    LETTERS = "letters", _("one-off letter")


class Letter(models.Model):
    """Published wording and layout, found by the hash of all of it. Never changed."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    purpose = models.CharField(_("for what"), max_length=10, choices=Purpose)
    body = models.JSONField(_("frozen wording"))
    published_at = models.DateTimeField(_("published"))
    # Who got it tells what they answered: not shown to whoever may not see answers.
    for_some = models.BooleanField(_("only for some answers"), default=False, editable=False)

    class Meta:
        verbose_name = _("published letter")
        verbose_name_plural = _("published letters")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class SystemLetter(Document):
    """A letter the product itself sends, as the author writes it."""

    key = models.SlugField(max_length=60, editable=False)
    offer = models.ForeignKey(
        Offer,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="letters",
        verbose_name=_("offer"),
    )
    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("for what"), max_length=10, choices=Purpose)
    # What the published revision says, as the queue reads it; see `actions.publishing`.
    letter = models.ForeignKey(
        Letter,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="drafts",
        verbose_name=_("published"),
    )

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("name", "key", "id")
        constraints = (
            # An offer's own wording stands before the one for all: `actions.system`.
            models.UniqueConstraint(fields=("key", "offer"), name="letter_key_in_offer"),
            models.UniqueConstraint(
                fields=("key",), condition=models.Q(offer=None), name="letter_key_for_all"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def body(self) -> LetterBody:
        """The draft."""
        body: LetterBody = self.read()  # type: ignore[assignment]  # this kind's schema
        return body
