"""The assessment as the author writes it. People answer published revisions of it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments import files
from assessments.definition import Definition
from offers.models import Offer
from practice.languages import DEFAULT
from publishing.models import Document, Revision

if TYPE_CHECKING:
    from assessments.schema import AssessmentBody


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def taken(self) -> AssessmentQuerySet:
        """Those that are published, home's first and then the oldest, their version at hand but no
        large body.
        """
        assessments = self.exclude(published=None).select_related("published", "offer")
        assessments = assessments.order_by(models.F("offer__is_home").desc(nulls_last=True), "pk")
        return assessments.defer("draft", "published__body", "published__closure")

    def open(self) -> AssessmentQuerySet:
        """Those that visitors may begin."""
        return self.taken().filter(offer__in=Offer.objects.open())

    def with_result(self) -> AssessmentQuerySet:
        """Those that are scored or read; the others only ask, for a booking, and stay drafts."""
        scored = models.Q(draft__scales__0__isnull=False)
        return self.filter(scored | models.Q(draft__readings__0__isnull=False))


class Assessment(Document):
    """One document: what is asked, how it is read, what is said of it."""

    slug = models.SlugField(_("name in the address"), unique=True)
    # One that only asks, before a meeting, belongs to no offer.
    offer = models.OneToOneField(
        Offer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessment",
        verbose_name=_("offer"),
        help_text=_("An offer has one assessment. One that only asks, for a meeting, needs none."),
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.draft.get("title") or self.slug)

    @property
    def body(self) -> AssessmentBody:
        """The draft."""
        body: AssessmentBody = self.read()  # type: ignore[assignment]  # this kind's schema
        return body

    @property
    def language(self) -> str:
        """What its readers are spoken to in from now on."""
        return self.offer.language if self.offer else DEFAULT

    @property
    def stays_draft(self) -> bool:
        """One that only asks is read by a kind of meeting, as it stands."""
        return self.body.only_asks

    def drafted(self, **beside: Any) -> dict[str, Any]:
        """The draft as scoring and pages read it, with what would be frozen beside it."""
        return files.plain(self.body, slug=self.slug, **beside)

    @property
    def definition(self) -> Definition:
        """What people take now; raises LookupError where nothing is published."""
        if self.published is None:
            raise LookupError(self.slug)
        return definition_of(self.published)


def definition_of(revision: Revision) -> Definition:
    """A published revision as questions and rules; read once a process, for it never changes.

    Told by its hash and not by its row: a row that was rolled back leaves its number to another.
    """
    return _definition(revision.sha256, revision.pk)


# The promise of the assessment page (`bin/bench pages`): no request reads a body or parses a rule.
@lru_cache(maxsize=64)
def _definition(_sha256: str, pk: int) -> Definition:
    revision = Revision.objects.get(pk=pk)
    body: AssessmentBody = revision.read()  # type: ignore[assignment]  # this kind's schema
    return Definition.from_body(files.plain(body, **revision.closure))
