"""An offer's landing page with the pictures of its guide's pages; its sign-up forms, what
visitors sent by them; the sites that may frame us.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from contacts.models import Contact
from courses.models import Course
from guides.models import Guide
from offers.models import Offer, Source
from practice import model_fields
from practice.models import Image
from publishing.models import Document, Revision

if TYPE_CHECKING:
    from landing.schema import LandingBody
    from landing.sign_up.schema import FormBody

FILES = "downloads"
OPEN_FOR = timedelta(days=30)


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
        body: LandingBody = self.read()  # type: ignore[assignment]  # this kind's schema
        return body

    @property
    def assessment(self) -> Assessment | None:
        """What its buttons lead to; None where the offer has none yet."""
        rows = Assessment.objects.filter(offer=self.offer_id).select_related("published", "offer")
        return rows.defer("draft", "published__body", "published__closure").first()

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


def private_name(_form: SignUpForm, filename: str) -> str:
    """Where a file for download goes: under a name nobody can guess."""
    return f"{FILES}/{secrets.token_hex(16)}{PurePosixPath(filename).suffix.lower()}"


class SignUpFormQuerySet(models.QuerySet["SignUpForm"]):
    def taking(self) -> SignUpFormQuerySet:
        """Those that visitors may send."""
        rows = self.filter(is_open=True, offer__state=Offer.State.OPEN).exclude(published=None)
        return rows.select_related("published", "offer").order_by("pk")

    def with_course(self, course: Course) -> list[SignUpForm]:
        """Those that join its letters, as they are published or as they are written now."""
        rows = self.select_related("published").order_by("pk")
        return [form for form in rows if course.slug in form.courses]


class SignUpForm(Document):
    """A form by which people join the letters, or get a file, without an assessment."""

    slug = models.SlugField(_("name in the address"), max_length=60, unique=True, editable=False)
    offer = models.ForeignKey(
        Offer, models.PROTECT, related_name="sign_up_forms", verbose_name=_("offer")
    )
    is_open = models.BooleanField(
        _("open"),
        default=True,
        help_text=_("Closed, it takes nobody new and says so kindly. It counts at once."),
    )
    file = model_fields.FileField(
        _("file to download"),
        upload_to=private_name,
        blank=True,
        help_text=_("People get it by a private link once they said yes; nobody before."),
    )

    objects = SignUpFormQuerySet.as_manager()
    copied_columns = ("offer",)

    class Meta:
        verbose_name = _("sign-up form")
        verbose_name_plural = _("sign-up forms")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.draft.get("title") or self.slug)

    def get_absolute_url(self) -> str:
        return reverse("join", args=[self.slug])

    @property
    def is_off(self) -> bool:
        return not self.is_open

    @property
    def courses(self) -> frozenset[str]:
        """The short names of those it joins: as published, and as written now."""
        bodies = (self.draft, self.published.body if self.published else {})
        return frozenset(body.get("course", "") for body in bodies)

    @property
    def body(self) -> FormBody:
        """The draft."""
        draft: FormBody = self.read()  # type: ignore[assignment]  # this kind's schema
        return draft


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def due(self, now: datetime) -> SignUpQuerySet:
        """Those a worker has something to do with."""
        return self.filter(due_at__lte=now).order_by("due_at", "pk")

    def open(self, contact: Contact, *, now: datetime) -> SignUpQuerySet:
        """What was sent with this person's address and waits for their word."""
        return (
            self.filter(contact=contact, outcome="", asked_at__gt=now - OPEN_FOR)
            .select_related("form__offer", "revision", "contact")
            .order_by("pk")
        )


class SignUp(models.Model):
    """A form as somebody sent it. It counts for nothing until the mailbox says so."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        DISMISSED = "dismissed", _("not theirs")
        REPEATED = "repeated", _("sent before in the same words")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.ForeignKey(
        SignUpForm, models.CASCADE, related_name="sign_ups", verbose_name=_("form")
    )
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="+", verbose_name=_("published version")
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, null=True, related_name="sign_ups", verbose_name=_("person")
    )
    email = models.CharField(_("email"), max_length=254)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    # What was answered, by the key of the field; what was ticked, by its purpose, in its words.
    answers = models.JSONField(_("answers"), default=dict)
    boxes = models.JSONField(_("ticked"), default=dict)
    # Days between letters, as a reader of the course; 0: the lessons' own.
    pace = models.PositiveSmallIntegerField(_("days between letters"), default=0)
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, related_name="+", verbose_name=_("brought here by")
    )
    asked_at = models.DateTimeField(_("sent"))
    due_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ("-id",)
        indexes = (
            # SignUpQuerySet.due, every tick
            models.Index(
                fields=("due_at",),
                condition=models.Q(due_at__isnull=False),
                name="sign_up_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}: {self.get_outcome_display() or _('open')}"

    @property
    def body(self) -> FormBody:
        """The form as it was when it was sent."""
        body: FormBody = self.revision.read()  # type: ignore[assignment]  # this kind's schema
        return body

    @property
    def title(self) -> str:
        """What the form is called, as it was sent."""
        return str(self.revision.body["title"])


class AllowedSiteQuerySet(models.QuerySet["AllowedSite"]):
    def origins(self) -> list[str]:
        """As a browser compares them, in one order."""
        return list(self.order_by("origin").values_list("origin", flat=True))


class AllowedSite(models.Model):
    """A site of the author's that may show our pages in a frame."""

    origin = models.CharField(_("address of the site"), max_length=200, unique=True)

    objects = AllowedSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site that may show it")
        verbose_name_plural = _("sites that may show it")
        ordering = ("origin",)

    def __str__(self) -> str:
        return self.origin
