"""Draft rows of what is asked: pages, questions, their choices, the words of the answers."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.kinds import KINDS
from assessments.models.rows import Row, key_validator, plain
from assessments.models.rules import Scale


def kind_choices() -> list[tuple[str, Any]]:
    return [(key, kind.title) for key, kind in KINDS.items()]


def shared_choices() -> list[tuple[str, Any]]:
    return [(key, kind.title) for key, kind in KINDS.items() if kind.shared]


class Page(Row):
    """A few questions shown together."""

    ENTRY = ("title", "lead", "when")

    title = models.CharField(_("title"), max_length=120)
    lead = models.TextField(_("a line to begin with"), blank=True)
    when = models.CharField(_("shown only when"), max_length=300, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")


class Question(Row):
    """One question or statement."""

    kind = models.CharField(
        _("kind of answer"),
        max_length=20,
        choices=kind_choices,
    )
    page = models.ForeignKey(
        Page,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("page"),
    )
    text = models.TextField(_("question or statement"))
    help = models.TextField(_("a line of help"), blank=True)
    scale = models.ForeignKey(
        Scale,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("counts for"),
    )
    reverse = models.BooleanField(_("counts the other way round"), default=False)
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=1)
    when = models.CharField(_("shown only when"), max_length=300, blank=True)

    choices_at_hand: list[Choice] | None = None

    class Meta(Row.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.text or self.key

    def entry(self) -> dict[str, Any]:
        found: dict[str, Any] = {"key": self.key, "kind": self.kind, "text": self.text}
        found |= {"help": self.help, "when": self.when, "reverse": self.reverse}
        found["scale"] = self.scale.key if self.scale else ""
        found["weight"] = plain(self.weight) if self.weight != 1 else None
        known = self.choices_at_hand
        choices = self.choices.all() if known is None else known
        found["choices"] = [{"key": choice.key, "label": choice.label} for choice in choices]
        return found


class Choice(models.Model):
    """One of the answers to choose from, where a question has its own."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    key = models.CharField(
        _("short name"),
        max_length=40,
        validators=[key_validator],
        help_text=_("Rules call the answer by this. Readers never see it."),
    )
    label = models.CharField(_("words"), max_length=200)
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("question", "key"), name="choice_key"),)

    def __str__(self) -> str:
        return self.label


class AnswerLabel(models.Model):
    """One word of an answer scale that many questions share, such as “sometimes”."""

    assessment = models.ForeignKey(
        "assessments.Assessment", models.CASCADE, related_name="answerlabels"
    )
    scale = models.CharField(
        _("for questions of the kind"),
        max_length=20,
        choices=shared_choices,
    )
    key = models.CharField(_("stands for"), max_length=20)
    label = models.CharField(_("words"), max_length=60)
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("word of an answer")
        verbose_name_plural = _("words of the answers")
        ordering = ("scale", "position", "id")
        constraints = (
            models.UniqueConstraint(fields=("assessment", "scale", "key"), name="answer_label_key"),
        )

    def __str__(self) -> str:
        return self.label

    def entry(self) -> dict[str, Any]:
        """A number's word is an entry by value, a key's word an entry by key."""
        if self.key.isdigit():
            return {"value": int(self.key), "label": self.label}
        return {"key": self.key, "label": self.label}
