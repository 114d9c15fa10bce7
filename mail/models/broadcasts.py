"""One-off letters to those who agreed to them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mail.models.letters import Letter
from offers.models import Offer
from publishing.models import Document

if TYPE_CHECKING:
    from mail.schema import BroadcastBody


class Broadcast(Document):
    """A one-off letter: a draft, then scheduled in its published words, then through."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("going out")
        QUEUED = "queued", _("everybody is in the queue")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped")

    class Timing(models.TextChoices):
        MORNING = "morning", _("on that day, from that hour where each reader lives")
        MOMENT = "moment", _("on that day at that hour of yours, to all at once")
        NOW = "now", _("as soon as you let it go")

    class InCourse(models.TextChoices):
        BETWEEN = "between", _("between their lessons, never on the day of one")
        AFTER = "after", _("after their course is over")
        NOT = "not", _("not at all")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offer = models.ForeignKey(
        Offer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="broadcasts",
        verbose_name=_("offer"),
        help_text=_(
            "It goes to those who came by this offer, in its language. Empty: to all, in the "
            "language of your practice."
        ),
    )
    name = models.CharField(_("name, for you"), max_length=120)
    timing = models.CharField(_("goes out"), max_length=10, choices=Timing, default=Timing.MORNING)
    # Of one that goes at once, and of one that goes on after a pause: the day and hour of then.
    send_on = models.DateField(_("that day"))
    hour = models.PositiveSmallIntegerField(
        _("that hour"), default=9, validators=[MaxValueValidator(22)]
    )
    in_course = models.CharField(
        _("whoever is in a course gets it"),
        max_length=10,
        choices=InCourse,
        default=InCourse.BETWEEN,
    )
    is_public = models.BooleanField(
        _("everybody may read it on your site"),
        default=False,
        help_text=_(
            "Once it goes out it stands at /letters/ and in its feed, in the version for a reader "
            "of whom nothing is known, without a name and without anybody's own links."
        ),
    )
    slug = models.SlugField(max_length=70, null=True, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    # What the published revision says, as the queue reads it; see `actions.publishing`.
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, editable=False)
    reached = models.BigIntegerField(default=0, editable=False)  # the last person looked at
    # On its way once more: only to those whose mail of it is to go again.
    only_again = models.BooleanField(default=False, editable=False)
    scheduled_at = models.DateTimeField(_("scheduled"), null=True, editable=False)
    stopped_at = models.DateTimeField(_("stopped"), null=True, editable=False)

    copied_columns: ClassVar[tuple[str, ...]] = ("offer", "timing", "hour", "in_course")

    class Meta:
        verbose_name = _("one-off letter")
        verbose_name_plural = _("one-off letters")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_off(self) -> bool:
        """Nothing of it goes out unless it is on its way: neither a draft nor one that is over."""
        return self.state != self.State.SCHEDULED

    @property
    def is_frozen(self) -> bool:
        """Whether it was let go: its words and readers stay as they were then."""
        return self.state != self.State.DRAFT

    @property
    def body(self) -> BroadcastBody:
        """The draft; once it was let go, what was published."""
        said = self.published if self.is_frozen else None
        body: BroadcastBody = (said or self).read()  # type: ignore[assignment]  # its schema
        return body

    @property
    def key_start(self) -> str:
        """How the keys of its messages begin."""
        return f"broadcast:{self.uid.hex}:"
