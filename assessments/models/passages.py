"""Passages: a named idea with one text per key of an axis, and one for everyone else."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.rows import key_validator
from writing import passages


class Passage(models.Model):
    """Used as {{ passage.key }} on the result, in the guide and in letters."""

    class Axis(models.TextChoices):
        PROFILE = "profile", _("by profile")
        FIELD = "field", _("by field")
        READING = "reading", _("by reading")
        STEP = "step", _("by next step")
        CONDITION = "condition", _("by other reasons")
        TOLL = "toll", _("by what it has been costing")

    key = models.CharField(
        _("short name"),
        max_length=60,
        unique=True,
        validators=[key_validator],
        help_text=_(
            "Texts call the passage by it: {{ passage.opening }} for “opening”. "
            "It stays as it is. On the result page only those that begin with “result_” appear."
        ),
    )
    title = models.CharField(_("title"), max_length=200)
    axis = models.CharField(_("varies"), max_length=10, choices=Axis)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ("key",)

    def __str__(self) -> str:
        return self.title

    def frozen(self) -> passages.Passage:
        """The passage as the pure rooms know it."""
        cells = {text.cell: text.text for text in self.texts.all()}
        return passages.Passage(key=self.key, axis=self.axis, cells=cells)


class PassageText(models.Model):
    """One cell of a passage's row in the grid."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="texts")
    cell = models.CharField(_("for"), max_length=40)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("text of a passage")
        verbose_name_plural = _("texts of passages")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("passage", "cell"), name="passage_cell_once"),
        )

    def __str__(self) -> str:
        return self.cell
