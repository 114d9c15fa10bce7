"""Passages: a named idea with one text per key of an axis, and one for everyone else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Document
from writing import passages

if TYPE_CHECKING:
    from assessments.schema import PassageBody


key_validator = RegexValidator(
    r"^[a-z][a-z0-9_-]*$", _("Small letters, digits, - and _, beginning with a letter.")
)


class Passage(Document):
    """Used as {{ passage.key }} on the result, in the guide and in letters."""

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

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ("key",)

    def __str__(self) -> str:
        return self.body.title or self.key

    @property
    def body(self) -> PassageBody:
        """The draft."""
        found: PassageBody = self.read()  # type: ignore[assignment]  # this kind's schema
        return found

    def frozen(self, *, as_published: bool = False) -> passages.PassageText:
        """The passage as the pure modules know it, drafted or as readers get it."""
        body = self.body
        if as_published and self.published is not None:
            body = self.published.read()  # type: ignore[assignment]  # this kind's schema
        return passages.PassageText(key=self.key, axis=body.axis, cells=body.texts())
