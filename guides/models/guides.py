"""The guide the author edits, its sections, and its frozen versions."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from courses.models import Course
from guides import wording
from guides.editions import Frozen
from guides.sections import validate_condition, validate_key
from practice.models import Practice


class GuideQuerySet(models.QuerySet["Guide"]):
    def published_for(self, assessment: Assessment) -> Guide | None:
        """The guide that readers of this assessment get."""
        return self.filter(assessment=assessment).offered()

    def offered(self) -> Guide | None:
        """The first that is published."""
        ready = self.filter(edition__isnull=False)
        return ready.select_related("edition", "course").order_by("pk").first()


class Guide(models.Model):
    """A guide as the author edits it, and the version readers get now."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    description = models.CharField(
        _("in one sentence"),
        max_length=300,
        blank=True,
        help_text=_("Stands in the file's properties, for search and for screen readers."),
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="guides", verbose_name=_("assessment")
    )
    course = models.ForeignKey(
        Course,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("letters offered with it"),
    )
    attach = models.BooleanField(
        _("attach the PDF to the letter"),
        default=False,
        help_text=_(
            "The letter always carries the link. A file above 1 MB is not attached. Whoever can "
            "read the mail can then read the guide, also when the link has expired."
        ),
    )
    edition = models.ForeignKey(
        "GuideEdition",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published version"),
    )

    objects = GuideQuerySet.as_manager()

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    @property
    def letters(self) -> Course | None:
        """The course that is offered with the guide, while it takes people."""
        open_now = self.course is not None and self.course.state == Course.State.OPEN
        return self.course if open_now else None

    @property
    def letters_wording(self) -> str:
        """The words beside the box for the letters."""
        return (self.course.consent_wording if self.course else "") or str(wording.LETTERS)

    @property
    def later_wording(self) -> str:
        """The words beside the box for letters now and then."""
        return str(wording.LATER if self.letters else wording.NOW_AND_THEN)

    @property
    def sharing_wording(self) -> str:
        """The words beside the box that lets the author read the answers."""
        return str(wording.SHARING) % {"author": Practice.objects.the().author_name}


class Section(models.Model):
    """One part of a guide: a title and the author's text."""

    class Kind(models.TextChoices):
        COVER = "cover", _("cover")
        LETTER = "letter", _("letter")
        CHAPTER = "chapter", _("chapter")
        WORKSHEET = "worksheet", _("worksheet")
        HANDOUT = "handout", _("page to hand out")
        COLOPHON = "colophon", _("sources and thanks")

    guide = models.ForeignKey(
        Guide, models.CASCADE, related_name="sections", verbose_name=_("guide")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    key = models.CharField(
        _("short name"),
        max_length=60,
        validators=[validate_key],
        help_text=_("The end of the section's address on the web page. Readers may see it there."),
    )
    title = models.CharField(_("title"), max_length=160)
    kicker = models.CharField(_("small line above the title"), max_length=80, blank=True)
    kind = models.CharField(_("kind of page"), max_length=12, choices=Kind, default=Kind.CHAPTER)
    in_contents = models.BooleanField(_("in the table of contents"), default=True)
    shows_answers = models.BooleanField(
        _("tells what the reader answered"),
        default=False,
        help_text=_(
            "Opened from the letter, it stays closed until the reader has said that the guide is "
            "theirs: an address is easily mistyped."
        ),
    )
    condition = models.CharField(
        _("only when"),
        max_length=1000,
        blank=True,
        validators=[validate_condition],
        help_text=_(
            "Nothing ticked: always. Ticks in one line mean “or”; lines together mean “and”."
        ),
    )
    body = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("section of a guide")
        verbose_name_plural = _("sections of guides")
        ordering = ("guide", "position", "id")
        constraints = (
            models.UniqueConstraint(fields=("guide", "key"), name="section_key_in_guide"),
        )

    def __str__(self) -> str:
        return self.title


class GuideEdition(models.Model):
    """A published version: every word of it, frozen. Copies keep theirs."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    guide = models.ForeignKey(
        Guide, models.CASCADE, related_name="editions", verbose_name=_("guide")
    )
    number = models.PositiveIntegerField(_("number"))
    body = models.JSONField(_("frozen text"))
    published_at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("published guide")
        verbose_name_plural = _("published guides")
        ordering = ("-published_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("guide", "number"), name="guide_edition_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.guide} {self.number}"

    @property
    def frozen(self) -> Frozen:
        """The version as `content` reads it."""
        return Frozen.from_json(self.body)
