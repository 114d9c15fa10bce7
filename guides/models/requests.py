"""What visitors ask for, as they typed it: a row each, so that no asking changes another.

A visitor's request only writes its row; a worker looks the address up (`actions.receive`). So
the answer to a known address takes the same work as the answer to any other.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Attempt
from contacts.models import Contact
from guides.models.copies import GuideCopy
from guides.models.guides import Guide
from publishing.models import Revision

OPEN_FOR = timedelta(days=30)
RECEIVED, IN_LINE, MADE = 0, 1, 2
"""How far a guide is that was asked for."""
AT_LEAST = timedelta(seconds=4)
"""A file takes about so long. Who asks a second time waits as long, though theirs is there."""


class GuideRequestQuerySet(models.QuerySet["GuideRequest"]):
    def due(self, now: datetime) -> GuideRequestQuerySet:
        """Those a worker has something to do with."""
        return self.filter(due_at__lte=now).order_by("due_at", "pk")

    def open(self, contact: Contact, *, now: datetime) -> GuideRequestQuerySet:
        """What was asked for with this person's address and waits for their word."""
        return (
            self.filter(copy__contact=contact, outcome="", asked_at__gt=now - OPEN_FOR)
            .select_related("guide", "revision", "copy__contact", "attempt")
            .order_by("pk")
        )


class GuideRequest(models.Model):
    """One asking for a guide. It counts for nothing until the mailbox says so."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        DISMISSED = "dismissed", _("not theirs")
        CORRECTED = "corrected", _("the address was a slip")
        REPEATED = "repeated", _("asked before in the same words")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(
        Attempt, models.CASCADE, related_name="guide_requests", verbose_name=_("answers")
    )
    guide = models.ForeignKey(Guide, models.PROTECT, related_name="+", verbose_name=_("guide"))
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="+", verbose_name=_("published version")
    )
    copy = models.ForeignKey(
        GuideCopy,
        models.CASCADE,
        null=True,
        related_name="requests",
        verbose_name=_("reader's guide"),
    )
    # As typed, until it turns out to be a slip; whose it is, the copy's contact says.
    email = models.CharField(_("email"), max_length=254, blank=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    paper = models.CharField(_("paper"), max_length=6, choices=GuideCopy.Paper)
    # Ticked boxes: the purpose of each, and the words that stood beside it.
    boxes = models.JSONField(_("ticked"), default=dict)
    # Days between letters, as a reader of the course; 0: the lessons' own.
    pace = models.PositiveSmallIntegerField(_("days between letters"), default=0)
    turn = models.PositiveSmallIntegerField(default=1, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True)

    objects = GuideRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a guide")
        verbose_name_plural = _("requests for a guide")
        ordering = ("-id",)
        indexes = (
            # GuideRequestQuerySet.due, every tick
            models.Index(
                fields=("due_at",),
                condition=models.Q(due_at__isnull=False),
                name="guide_request_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}: {self.get_outcome_display() or _('open')}"

    def steps_done(self, now: datetime) -> int:
        """How far its guide is, from `RECEIVED` to `MADE`, as the page after asking says.

        It goes by the line and never by the copy of the address that was typed: whether that one is
        known, has had this guide before or gets a letter makes no difference (promise 12).
        """
        if self.copy_id is None:
            return RECEIVED
        line = GuideCopy.objects.in_line(asked_at=self.asked_at, turn=self.turn, now=now)
        return IN_LINE if now - self.asked_at < AT_LEAST or line.exists() else MADE

    def is_made(self, now: datetime) -> bool:
        return self.steps_done(now) == MADE

    @property
    def title(self) -> str:
        """What the guide is called, as it was asked for."""
        return str(self.revision.body["title"])


class LinkRequestQuerySet(models.QuerySet["LinkRequest"]):
    def due(self, now: datetime) -> LinkRequestQuerySet:
        return self.filter(due_at__lte=now).order_by("due_at", "pk")


class LinkRequest(models.Model):
    """Somebody typed an address to have the link to its guide again, or to its letters; gone once
    it was looked up.
    """

    class Wanted(models.TextChoices):
        GUIDE = "guide", _("the guide")
        LETTERS = "letters", _("their letters")

    wanted = models.CharField(max_length=10, choices=Wanted, default=Wanted.GUIDE)
    email = models.CharField(_("email"), max_length=254)
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(editable=False)

    objects = LinkRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a link")
        verbose_name_plural = _("requests for a link")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.pk)
