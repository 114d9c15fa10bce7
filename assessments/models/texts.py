"""Draft rows of further words: one text per condition, and the lists on the first page."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.rows import Row


class ConditionText(Row):
    """What may help with one of the other reasons; its key is the question's."""

    ENTRY = ("name", "short", "text")

    name = models.CharField(_("name for readers"), max_length=120)
    short = models.TextField(_("in one sentence"), blank=True)
    text = models.TextField(_("what may help"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("other reason")
        verbose_name_plural = _("other reasons")


class LandingItem(models.Model):
    """One entry of a list on the first page."""

    class Kind(models.TextChoices):
        GETS = "what_you_get", _("what you get")
        WORKS = "how_it_works", _("how it works")
        QUESTION = "questions", _("question and answer")

    assessment = models.ForeignKey(
        "assessments.Assessment", models.CASCADE, related_name="landingitems"
    )
    kind = models.CharField(_("list"), max_length=20, choices=Kind)
    title = models.CharField(_("title or question"), max_length=200)
    text = models.TextField(_("text or answer"))
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("entry on the first page")
        verbose_name_plural = _("entries on the first page")
        ordering = ("kind", "position", "id")

    def __str__(self) -> str:
        return self.title

    def entry(self) -> dict[str, Any]:
        if self.kind == self.Kind.QUESTION:
            return {"q": self.title, "a": self.text}
        return {"title": self.title, "text": self.text}
