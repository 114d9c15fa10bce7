"""Each reader's own copy of a guide: asked for, made by a worker, kept until its link expires."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Attempt
from contacts.models import SHARE_RESULT, Consent, Contact
from courses.models import Enrollment
from guides.editions import Frozen
from guides.models.guides import Guide, frozen_guide
from publishing.models import Revision


class GuideCopyQuerySet(models.QuerySet["GuideCopy"]):
    def due(self, now: datetime) -> GuideCopyQuerySet:
        """Wanted, and their time to be made has come."""
        return self.filter(state=GuideCopy.State.WANTED, next_try_at__lte=now)

    def building(self) -> GuideCopyQuerySet:
        """Being made, as their workers say."""
        return self.filter(state=GuideCopy.State.BUILDING)

    def in_line(self, *, asked_at: datetime, turn: int, now: datetime) -> GuideCopyQuerySet:
        """Those still to be made of all that were asked for by then, in this turn or one before."""
        waiting = models.Q(state=GuideCopy.State.WANTED, next_try_at__lte=now)
        building = models.Q(state=GuideCopy.State.BUILDING)
        return self.filter(waiting | building, requested_at__lte=asked_at, turn__lte=turn)

    def shared(self) -> GuideCopyQuerySet:
        """Those whose answers the reader lets the author see, and has not taken that back since."""
        word = Consent.objects.latest_act(
            contact=models.OuterRef("contact"), purpose=models.Value(SHARE_RESULT)
        )
        return self.filter(shared_at__isnull=False).alias(word=word).filter(word=Consent.Act.GIVEN)

    def of(self, enrollment: Enrollment) -> GuideCopy | None:
        """The guide of somebody who reads these letters: the latest that is said to be theirs."""
        rows = self.filter(contact=enrollment.contact_id, guide__offer=enrollment.course.offer_id)
        return rows.order_by(models.F("claimed_at").desc(nulls_last=True), "-pk").first()


class GuideCopy(models.Model):
    """One reader's own guide: asked for, made by a worker, kept until its link expires."""

    class State(models.TextChoices):
        WANTED = "wanted", _("waiting to be made")
        BUILDING = "building", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be made")

    class Paper(models.TextChoices):
        A4 = "a4", _("A4")
        LETTER = "letter", _("US Letter")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(
        Attempt, models.CASCADE, related_name="guides", verbose_name=_("answers")
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="guides", verbose_name=_("person")
    )
    guide = models.ForeignKey(Guide, models.PROTECT, related_name="copies", verbose_name=_("guide"))
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="+", verbose_name=_("published version")
    )
    practice_revision = models.ForeignKey(
        "practice.PracticeRevision", models.PROTECT, null=True, editable=False, related_name="+"
    )  # as the file was made
    first_name = models.CharField(_("first name on the cover"), max_length=80, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    paper = models.CharField(_("paper"), max_length=6, choices=Paper, default=Paper.A4)
    # The mailbox said "this is mine". Until then the copy leaves out the name and the answers:
    # a slip of the address must not show them to a stranger.
    claimed_at = models.DateTimeField(_("said to be theirs"), null=True, blank=True)
    shared_at = models.DateTimeField(_("answers shared"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WANTED)
    file = models.FileField(_("file"), upload_to="guides/", max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"))
    # How many guides its network had asked for by then: one network's fortieth comes after
    # everybody else's first.
    turn = models.PositiveSmallIntegerField(default=1, editable=False)
    claimed_by = models.CharField(max_length=120, blank=True, editable=False)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)
    requested_at = models.DateTimeField(_("asked for"))
    ready_at = models.DateTimeField(_("made"), null=True, blank=True)
    # A letter with the link is wanted, not before; empty once it is with the post office.
    mail_at = models.DateTimeField(_("letter wanted"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("last letter"), null=True, blank=True)
    letters = models.PositiveSmallIntegerField(_("letters with the link"), default=0)
    # An expired link that is asked for anew gets the next number; older links stay expired.
    link_number = models.PositiveSmallIntegerField(default=0, editable=False)
    expires_at = models.DateTimeField(_("link good until"))

    objects = GuideCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's guide")
        verbose_name_plural = _("readers' guides")
        ordering = ("-id",)
        constraints = (
            # A second request for the same answers to the same address finds the first copy.
            models.UniqueConstraint(
                fields=("attempt", "contact"), name="one_copy_for_answers_and_person"
            ),
        )
        indexes = (
            # GuideCopyQuerySet.due, every tick
            models.Index(
                fields=("next_try_at",),
                condition=models.Q(state="wanted"),
                name="guide_copy_due",
            ),
            # GuideCopyQuerySet.building, every tick
            models.Index(
                fields=("claimed_by",),
                condition=models.Q(state="building"),
                name="guide_copy_claimed",
            ),
            # desk: Home's funnel, and the list behind it
            models.Index(fields=("requested_at",), name="guide_copy_requested"),
            # desk: guides that could not be made
            models.Index(
                fields=("id",), condition=models.Q(state="failed"), name="guide_copy_failed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contact}: {self.get_state_display()}"

    @property
    def size(self) -> int | None:
        """Bytes of the file, as long as it is there: none is before it is made, or once it is gone
        from the storage.
        """
        if self.state != self.State.READY or not self.file:
            return None
        try:
            return int(self.file.size)
        except FileNotFoundError:
            return None

    @property
    def frozen(self) -> Frozen:
        """The words it is made of."""
        return frozen_guide(self.revision)

    def expired(self, now: datetime) -> bool:
        return self.expires_at <= now

    @property
    def settled(self) -> bool:
        """Made, or given up: nothing more will happen by itself."""
        return self.state in (self.State.READY, self.State.FAILED)
