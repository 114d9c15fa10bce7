"""The guide the author edits, its frozen versions, and each reader's own copy.

Courses, letters and answers live in their own rooms; here is only what becomes a document.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Attempt
from contacts.models import SHARE_RESULT, Consent, Contact
from courses.models import Course, Enrollment
from guides import wording
from guides.editions import Frozen
from guides.sections import validate_condition, validate_key


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
    def sharing_wording(self) -> str:
        """The words beside the box that lets the author read the answers."""
        return str(wording.SHARING)


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


class GuideCopyQuerySet(models.QuerySet["GuideCopy"]):
    def due(self, now: datetime) -> GuideCopyQuerySet:
        """Wanted, and their time to be made has come."""
        return self.filter(state=GuideCopy.State.WANTED, next_try_at__lte=now)

    def building(self) -> GuideCopyQuerySet:
        """Being made, as their workers say."""
        return self.filter(state=GuideCopy.State.BUILDING)

    def shared(self) -> GuideCopyQuerySet:
        """Those whose answers the reader lets the author see, and has not taken that back since."""
        word = Consent.objects.latest_act(
            contact=models.OuterRef("contact"), purpose=models.Value(SHARE_RESULT)
        )
        return self.filter(shared_at__isnull=False).alias(word=word).filter(word=Consent.Act.GIVEN)


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
    edition = models.ForeignKey(
        GuideEdition, models.PROTECT, related_name="copies", verbose_name=_("published guide")
    )
    practice_revision = models.ForeignKey(
        "practice.PracticeRevision", models.PROTECT, null=True, editable=False, related_name="+"
    )  # as the file was made
    enrollment = models.ForeignKey(
        Enrollment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("letters asked for with it"),
    )
    first_name = models.CharField(_("first name on the cover"), max_length=80, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    paper = models.CharField(_("paper"), max_length=6, choices=Paper, default=Paper.A4)
    share = models.BooleanField(_("ticked: the author may see my answers"), default=False)
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
                fields=("next_try_at",), condition=models.Q(state="wanted"), name="guide_copy_due"
            ),
            # GuideCopyQuerySet.building, every tick
            models.Index(
                fields=("claimed_by",),
                condition=models.Q(state="building"),
                name="guide_copy_claimed",
            ),
            # actions.settle_sharing, every tick
            models.Index(
                fields=("contact",),
                condition=models.Q(share=True, shared_at=None),
                name="guide_copy_to_share",
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

    def expired(self, now: datetime) -> bool:
        return self.expires_at <= now

    @property
    def settled(self) -> bool:
        """Made, or given up: nothing more will happen by itself."""
        return self.state in (self.State.READY, self.State.FAILED)
