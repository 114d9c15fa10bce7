"""The assessment as the author edits it. People answer editions of it, never this draft."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.body import filled
from assessments.models.rows import plain
from assessments.models.whole import Rows, rows_of

SCORE = (MinValueValidator(0), MaxValueValidator(100))


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def published(self) -> AssessmentQuerySet:
        """Those people can take, their version at hand but not its large body."""
        return self.exclude(edition=None).select_related("edition").defer("edition__body")

    def with_result(self) -> AssessmentQuerySet:
        """Those that are scored or read; the others only ask, for a booking, and stay drafts."""
        scored = models.Q(scales__isnull=False) | models.Q(readings__isnull=False)
        return self.filter(scored).distinct()


class Assessment(models.Model):
    """The draft: its texts here, its questions and rules in rows that point to it."""

    class Mode(models.TextChoices):
        OPEN = "open", _("the result shows at once")
        GATED = "gated", _("the result shows when the guide was asked for")

    slug = models.SlugField(_("name in the address"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=5)
    mode = models.CharField(
        _("when the result shows"), max_length=5, choices=Mode, default=Mode.OPEN
    )
    promise = models.TextField(_("promise, one sentence"), blank=True)
    start = models.TextField(_("start page"), blank=True)
    mirror = models.TextField(_("a mirror, not a test"), blank=True)
    safety = models.TextField(_("when somebody may be in danger"), blank=True)
    stem = models.TextField(_("words before each statement"), blank=True)
    stem_when_none = models.TextField(_("the same for those stuck with nobody now"), blank=True)
    not_applicable = models.CharField(
        _("words for “does not apply”"), max_length=60, default="Does not apply"
    )
    step_threshold = models.DecimalField(
        _("“go deeper” when all steps reach"),
        max_digits=4,
        decimal_places=1,
        default=75,
        validators=SCORE,
    )
    band_low = models.DecimalField(
        _("a bar says “rarely” below"),
        max_digits=4,
        decimal_places=1,
        default="37.5",
        validators=SCORE,
    )
    band_high = models.DecimalField(
        _("a bar says “often” from"),
        max_digits=4,
        decimal_places=1,
        default="62.5",
        validators=SCORE,
    )
    scope_title = models.CharField(_("another kind of help: title"), max_length=120, blank=True)
    scope_text = models.TextField(_("another kind of help: text"), blank=True)
    guide_offer = models.TextField(_("what the guide adds"), blank=True)
    pass_on = models.TextField(_("pass it to a colleague"), blank=True)
    landing_title = models.CharField(_("first page: title"), max_length=200, blank=True)
    landing_lead = models.TextField(_("first page: opening"), blank=True)
    by_line = models.TextField(_("first page: who it is by"), blank=True)
    privacy = models.TextField(_("first page: privacy"), blank=True)
    edition = models.ForeignKey(
        "assessments.Edition",
        models.RESTRICT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published version"),
    )

    kept_rows: Rows | None = None

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title

    @property
    def only_asks(self) -> bool:
        """Whether it has questions and nothing to score or read: there is no result to publish."""
        rows = self.rows
        return bool(rows["questions"]) and not (rows["scales"] or rows["readings"])

    @property
    def rows(self) -> Rows:
        """The rows of every list: as they are now, or as `keep_rows` found them."""
        return self.kept_rows or rows_of(self.pk)

    def keep_rows(self) -> None:
        """Have every row at hand, for a page that only looks."""
        self.kept_rows = rows_of(self.pk)

    def body(self) -> dict[str, Any]:
        """The whole draft in the form of content/assessment.yaml."""
        plainly = ("slug", "title", "minutes", "mode", "promise", "start", "mirror", "safety")
        later = ("stem", "stem_when_none", "guide_offer", "pass_on")
        rows = self.rows
        return filled(
            {name: getattr(self, name) for name in (*plainly, *later)}
            | {
                "answers": self._answers(rows),
                "step_threshold": plain(self.step_threshold),
                "bands": {"low": plain(self.band_low), "high": plain(self.band_high)},
                "scope_box": {"title": self.scope_title, "text": self.scope_text},
                "landing": self._landing(rows),
            }
            | _entries(rows)
        )

    def _answers(self, rows: Rows) -> dict[str, Any]:
        labels: dict[str, Any] = {}
        for label in rows["answerlabels"]:
            labels.setdefault(label.scale, []).append(label.entry())
        return labels | {"not_applicable": self.not_applicable}

    def _landing(self, rows: Rows) -> dict[str, Any]:
        landing: dict[str, Any] = {"title": self.landing_title, "lead": self.landing_lead}
        for item in rows["landingitems"]:
            landing.setdefault(item.kind, []).append(item.entry())
        return landing | {"by_line": self.by_line, "privacy": self.privacy}


def _entries(rows: Rows) -> dict[str, Any]:
    plainly = ("groups", "scales", "measures", "readings", "profiles", "steps", "notices")
    found = {name: [row.entry() for row in rows[name]] for name in (*plainly, "questions")}
    on_page: dict[int | None, list[str]] = {}
    for question in rows["questions"]:
        on_page.setdefault(question.page_id, []).append(question.key)
    return found | {
        "conditions": [row.entry() for row in rows["conditiontexts"]],
        "pages": [page.entry() | {"questions": on_page.get(page.pk, [])} for page in rows["pages"]],
    }
