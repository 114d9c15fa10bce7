"""An offer's landing page, and the pictures of its guide's pages that stand on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from guides.models import Guide
from offers.models import Offer
from practice.models import Image
from publishing.models import Document

if TYPE_CHECKING:
    from landing.schema import LandingBody


class LandingPage(Document):
    """What visitors of an offer meet first."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True, editable=False)
    offer = models.OneToOneField(
        Offer, models.PROTECT, related_name="landing_page", verbose_name=_("offer")
    )

    class Meta:
        verbose_name = _("landing page")
        verbose_name_plural = _("landing pages")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.draft.get("title") or self.offer)

    def get_absolute_url(self) -> str:
        return self.offer.get_absolute_url()

    @property
    def body(self) -> LandingBody:
        """The draft."""
        found: LandingBody = self.read()  # type: ignore[assignment]  # this kind's schema
        return found

    @property
    def assessment(self) -> Assessment | None:
        """What its buttons lead to; None where the offer has none yet."""
        rows = Assessment.objects.filter(offer=self.offer_id).select_related("published", "offer")
        return rows.first()

    @property
    def guide(self) -> Guide | None:
        """The guide that readers of the offer get."""
        return Guide.objects.filter(offer=self.offer_id).offered()


class GuidePicture(models.Model):
    """A page of the guide as a picture, for a block of a landing page; drawn by a task."""

    page = models.ForeignKey(LandingPage, models.CASCADE, related_name="guide_pictures")
    block = models.CharField(max_length=60)  # the id of the block
    place = models.PositiveSmallIntegerField()  # from left to right, the cover being 0
    image = models.OneToOneField(Image, models.CASCADE, related_name="+")
    # What it was drawn of: guide, reader, practice; another means it is drawn anew.
    drawn_of = models.CharField(max_length=64)

    class Meta:
        ordering = ("page", "block", "place")
        constraints = (
            models.UniqueConstraint(fields=("page", "block", "place"), name="guide_picture_once"),
        )

    def __str__(self) -> str:
        return f"{self.page}, {self.block}, {self.place}"


class GuideRefusal(models.Model):
    """A block whose guide could not be drawn: tried again after a while, or once it changes."""

    page = models.ForeignKey(LandingPage, models.CASCADE, related_name="guide_refusals")
    block = models.CharField(max_length=60)  # the id of the block
    drawn_of = models.CharField(max_length=64)  # as of `GuidePicture`
    tries = models.PositiveSmallIntegerField(default=1)
    next_at = models.DateTimeField()

    class Meta:
        ordering = ("page", "block")
        constraints = (
            models.UniqueConstraint(fields=("page", "block"), name="guide_refusal_once"),
        )

    def __str__(self) -> str:
        return f"{self.page}, {self.block}"
