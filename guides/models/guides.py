"""The guide the author edits, and its published versions."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from courses.models import Course
from guides import wording
from guides.editions import Frozen
from guides.schema import GuideBody
from offers.models import Offer
from practice.models import Practice, constants
from publishing.models import Document, Revision
from writing import liquid_check
from writing.render import Scope
from writing.variables import Vocabulary


def validate_words(value: str) -> None:
    """Author text in one line, printing nothing but what is known of the practice."""
    faults = liquid_check.check(value, Vocabulary(), passages=())
    if faults:
        raise ValidationError([fault.message for fault in faults])


class GuideQuerySet(models.QuerySet["Guide"]):
    def published_for(self, assessment: Assessment) -> Guide | None:
        """The guide that readers of this assessment get."""
        return self.filter(offer=assessment.offer_id).offered()

    def offered(self) -> Guide | None:
        """The first that is published."""
        ready = self.filter(published__isnull=False)
        ready = ready.order_by(models.F("offer__is_home").desc(), "pk")
        return ready.select_related("published", "course", "offer").first()

    def with_course(self, course: Course) -> GuideQuerySet:
        """Those whose readers are offered its letters."""
        return self.filter(course=course).order_by("pk")


class Guide(Document):
    """A guide as the author edits it, and the version readers get now."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="guides", verbose_name=_("offer"))
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

    own_sharing_wording = models.CharField(
        _("words beside the box that lets you read the answers"),
        max_length=300,
        blank=True,
        validators=[validate_words],
        help_text=_(
            "What people agree to, and why you ask. {{ practice.author_name }} puts in your name. "
            "Empty: “… may read my answers, to prepare if we talk.”"
        ),
    )

    objects = GuideQuerySet.as_manager()
    copied_columns = ("offer", "course", "attach", "own_sharing_wording")

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.body.title or self.slug

    def clean(self) -> None:
        super().clean()
        if self.is_apart:
            raise ValidationError({"course": self.apart_words})

    @property
    def is_apart(self) -> bool:
        """Whether the letters offered with it are another offer's."""
        course = self.course
        return course is not None and bool(self.offer_id) and course.offer_id != self.offer_id

    @property
    def apart_words(self) -> str:
        values = {"course": self.course, "offer": self.offer}
        return gettext(
            "“%(course)s” belongs to another offer. Choose letters of “%(offer)s”, or none."
        ) % (values)

    @property
    def body(self) -> GuideBody:
        """The draft."""
        body: GuideBody = self.read()  # type: ignore[assignment]  # this kind's schema
        return body

    @property
    def assessment(self) -> Assessment | None:
        """Whose readers get it; None while its offer has none."""
        return getattr(self.offer, "assessment", None) if self.offer_id else None

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
        if self.own_sharing_wording:
            return Scope(constants=constants()).line(self.own_sharing_wording)
        return str(wording.SHARING) % {"author": Practice.objects.the().author_name}


def frozen_guide(revision: Revision) -> Frozen:
    """A published version as `content` reads it."""
    body: GuideBody = revision.read()  # type: ignore[assignment]  # a revision of a guide
    return Frozen.of(body, revision.closure)
