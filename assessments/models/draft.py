"""The assessment as the author edits it. People answer editions of it, never this draft."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.body import filled
from assessments.models.questions import Question
from assessments.models.rows import plain
from assessments.models.rules import Scale

PLAIN_ROWS = (
    *("answerlabels", "landingitems", "groups", "measures", "readings", "profiles", "steps"),
    *("notices", "conditiontexts", "pages"),
)
SCORE = (MinValueValidator(0), MaxValueValidator(100))


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def published(self) -> AssessmentQuerySet:
        """Those people can take, their version at hand but not its large body."""
        return self.exclude(edition=None).select_related("edition").defer("edition__body")

    def whole(self) -> AssessmentQuerySet:
        """With every row of the draft at hand: one query a kind of row, however many there are."""
        return self.select_related("edition").prefetch_related(
            *PLAIN_ROWS,
            models.Prefetch("scales", Scale.objects.select_related("group")),
            models.Prefetch("questions", with_choices(Question.objects.all())),
        )

    def with_result(self) -> AssessmentQuerySet:
        """Those that are scored or read; the others only ask, for a booking, and stay drafts."""
        scored = models.Q(scales__isnull=False) | models.Q(readings__isnull=False)
        return self.filter(scored).distinct()


def with_choices(questions: models.QuerySet[Question]) -> models.QuerySet[Question]:
    return questions.select_related("scale", "page").prefetch_related("choices")


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
        return self.questions.exists() and not (self.scales.exists() or self.readings.exists())

    @property
    def is_whole(self) -> bool:
        """Whether its rows were read with it (`whole`)."""
        return "questions" in getattr(self, "_prefetched_objects_cache", {})

    def body(self) -> dict[str, Any]:
        """The whole draft in the form of content/assessment.yaml."""
        plainly = ("slug", "title", "minutes", "mode", "promise", "start", "mirror", "safety")
        later = ("stem", "stem_when_none", "guide_offer", "pass_on")
        return filled(
            {name: getattr(self, name) for name in (*plainly, *later)}
            | {
                "answers": self._answers(),
                "step_threshold": plain(self.step_threshold),
                "bands": {"low": plain(self.band_low), "high": plain(self.band_high)},
                "scope_box": {"title": self.scope_title, "text": self.scope_text},
                "landing": self._landing(),
            }
            | self._rows()
        )

    def _answers(self) -> dict[str, Any]:
        labels: dict[str, Any] = {}
        for label in self.answerlabels.all():
            labels.setdefault(label.scale, []).append(label.entry())
        return labels | {"not_applicable": self.not_applicable}

    def _landing(self) -> dict[str, Any]:
        landing: dict[str, Any] = {"title": self.landing_title, "lead": self.landing_lead}
        for item in self.landingitems.all():
            landing.setdefault(item.kind, []).append(item.entry())
        return landing | {"by_line": self.by_line, "privacy": self.privacy}

    def _rows(self) -> dict[str, Any]:
        groups = ("groups", "scales", "measures", "readings", "profiles", "steps", "notices")
        found = {name: getattr(self, name).all() for name in groups}
        questions = self.questions.all()
        if not self.is_whole:
            found["scales"] = found["scales"].select_related("group")
            questions = with_choices(questions)
        rows = {name: [row.entry() for row in entries] for name, entries in found.items()}
        pages: dict[int | None, list[str]] = {}
        for question in questions:
            pages.setdefault(question.page_id, []).append(question.key)
        return rows | {
            "conditions": [row.entry() for row in self.conditiontexts.all()],
            "pages": [
                page.entry() | {"questions": pages.get(page.pk, [])} for page in self.pages.all()
            ],
            "questions": [question.entry() for question in questions],
        }
