"""What is published, and what people answered. Editions never change; attempts are anonymous."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assessments import result
from assessments.definition import Definition
from assessments.models.draft import Assessment
from assessments.scoring import Result
from writing.facts import Facts


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> EditionQuerySet:
        """Those people take now: one for each assessment, the oldest assessment first."""
        now_taken = Assessment.objects.exclude(edition=None).values("edition")
        return self.filter(pk__in=now_taken).order_by("assessment_id")

    def current(self, slug: str) -> Edition | None:
        """The published version of the assessment with this slug."""
        return self.published().filter(assessment__slug=slug).first()


class Edition(models.Model):
    """A published version: the whole body, frozen."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(
        Assessment, models.RESTRICT, related_name="editions", verbose_name=_("assessment")
    )
    number = models.PositiveIntegerField(_("number"))
    body = models.JSONField(_("content"))
    published_at = models.DateTimeField(_("published"))

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ("-published_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("assessment", "number"), name="edition_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.assessment} {self.number}"

    @property
    def definition(self) -> Definition:
        """The body as questions and rules; read once a process, for it never changes."""
        return _definition(self.uid)


@lru_cache(maxsize=64)
def _definition(uid: uuid.UUID) -> Definition:
    return Definition.from_body(Edition.objects.values_list("body", flat=True).get(uid=uid))


def new_key() -> str:
    """22 characters nobody guesses: the only way to an attempt."""
    return secrets.token_urlsafe(16)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def unfinished_since(self, moment: datetime) -> AttemptQuerySet:
        """Not finished, and not touched since."""
        return self.filter(finished_at=None, saved_at__lt=moment)

    def finished(self) -> AttemptQuerySet:
        return self.exclude(finished_at=None)

    def with_edition(self) -> AttemptQuerySet:
        """With the edition at hand, but not its large body: `edition.definition` holds that."""
        return self.select_related("edition__assessment").defer("edition__body")

    def for_page(self) -> AttemptQuerySet:
        """With just what a page of questions shows."""
        wanted = ("key", "answers", "page", "finished_at", "edition__uid")
        return self.select_related("edition").only(*wanted)


class Attempt(models.Model):
    """One anonymous way through an edition; whoever holds the key holds the attempt."""

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    edition = models.ForeignKey(
        Edition, models.RESTRICT, related_name="attempts", verbose_name=_("published version")
    )
    answers = models.JSONField(_("answers"), default=dict)
    page = models.PositiveSmallIntegerField(_("furthest page"), default=0)
    result = models.JSONField(_("result"), null=True, blank=True)
    source = models.JSONField(_("came from"), default=dict)
    previous = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="retakes",
        verbose_name=_("earlier answers"),
    )
    started_at = models.DateTimeField(_("started"))
    saved_at = models.DateTimeField(_("last saved"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    unlocked_at = models.DateTimeField(_("result unlocked"), null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")
        ordering = ("-id",)
        indexes = (
            # actions.forget_unfinished, hourly
            models.Index(
                fields=("saved_at",),
                condition=models.Q(finished_at=None),
                name="attempt_unfinished",
            ),
            # desk: Home's funnel, and the lists behind it
            models.Index(fields=("started_at",), name="attempt_started"),
            models.Index(
                fields=("finished_at",),
                condition=models.Q(finished_at__isnull=False),
                name="attempt_finished",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition} ({self.started_at:%Y-%m-%d})"

    @property
    def definition(self) -> Definition:
        return self.edition.definition

    @cached_property
    def outcome(self) -> Result | None:
        """The result, once finished; exact, as it was scored."""
        return Result.from_json(self.result) if self.result else None

    @property
    def shows_result(self) -> bool:
        """Finished, and not waiting for the guide to be asked for."""
        gated = self.definition.mode == Assessment.Mode.GATED
        return self.finished_at is not None and (not gated or self.unlocked_at is not None)

    @property
    def facts(self) -> Facts:
        """What texts may know about this result."""
        return result.facts(self.outcome, self.answers)

    @property
    def names(self) -> Mapping[str, str]:
        """The readable names of the same facts."""
        return result.names(self.definition, self.facts)
