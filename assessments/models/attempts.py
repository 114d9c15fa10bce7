"""What people answered: anonymous, each on the published revision it was begun with."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assessments import result
from assessments.definition import Definition
from assessments.models.assessments import Assessment, definition_of
from assessments.schema import Mode
from assessments.scoring import Result
from offers.models import Source
from practice import model_fields
from publishing.models import Revision
from writing.segments import Facts


def new_key() -> str:
    """22 characters nobody guesses: the only way to an attempt."""
    return secrets.token_urlsafe(16)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def unfinished_since(self, moment: datetime) -> AttemptQuerySet:
        """Not finished, and not touched since."""
        return self.filter(finished_at=None, saved_at__lt=moment)

    def finished(self) -> AttemptQuerySet:
        return self.exclude(finished_at=None)

    def with_revision(self) -> AttemptQuerySet:
        """With its revision at hand, but not the large bodies: `definition` holds those."""
        attempts = self.select_related("assessment", "revision")
        return attempts.defer("assessment__draft", "revision__body", "revision__closure")

    def for_page(self) -> AttemptQuerySet:
        """With just what a page of questions shows (`bin/bench pages`: thrice a form loop)."""
        wanted = ("key", "answers", "page", "finished_at", "revision__sha256")
        return self.select_related("revision").only(*wanted)


class Attempt(models.Model):
    """One anonymous way through an assessment; whoever holds the key holds the attempt."""

    key = model_fields.CharField(max_length=22, unique=True, default=new_key, editable=False)
    assessment = models.ForeignKey(
        Assessment, models.RESTRICT, related_name="attempts", verbose_name=_("assessment")
    )
    revision = models.ForeignKey(
        Revision, models.RESTRICT, related_name="+", verbose_name=_("published version")
    )
    answers = models.JSONField(_("answers"), default=dict)
    page = models.PositiveSmallIntegerField(_("furthest page"), default=0)
    result = models.JSONField(_("result"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, related_name="+", verbose_name=_("came from")
    )
    # Of somebody who was here before, what brought them the first time; else the same.
    first_source = models.ForeignKey(
        Source, models.SET_NULL, null=True, related_name="+", verbose_name=_("first came from")
    )
    previous = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="retakes",
        verbose_name=_("earlier answers"),
    )
    for_another = models.BooleanField(_("about somebody else than before"), default=False)
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
        return f"{self.assessment} ({self.started_at:%Y-%m-%d})"

    @property
    def definition(self) -> Definition:
        return definition_of(self.revision)

    @cached_property
    def outcome(self) -> Result | None:
        """The result, once finished; exact, as it was scored."""
        return Result.from_json(self.result) if self.result else None

    @property
    def shows_result(self) -> bool:
        """Finished, and not waiting for the guide to be asked for."""
        gated = self.definition.mode == Mode.GATED
        return self.finished_at is not None and (not gated or self.unlocked_at is not None)

    @property
    def facts(self) -> Facts:
        """What texts may know about this result."""
        return result.facts(self.definition, self.outcome, self.answers)

    @property
    def names(self) -> Mapping[str, str]:
        """The readable names of the same facts."""
        return result.names(self.definition, self.facts)
