"""What draft rows share: their assessment, a key, a place, and the entry they make in the body."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.body import filled

key_validator = RegexValidator(
    r"^[a-z][a-z0-9_-]*$", _("Small letters, digits, - and _, beginning with a letter.")
)


class Row(models.Model):
    """One ordered row of a draft, known within its assessment by its key."""

    ENTRY: tuple[str, ...] = ()

    assessment = models.ForeignKey(
        "assessments.Assessment", models.CASCADE, related_name="%(class)ss"
    )
    key = models.CharField(
        _("short name"),
        max_length=40,
        validators=[key_validator],
        help_text=_("Rules and texts call it by this. Readers never see it."),
    )
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        abstract = True
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "key"), name="%(app_label)s_%(class)s_key"
            ),
        )

    def __str__(self) -> str:
        return str(getattr(self, "name", "") or getattr(self, "title", "") or self.key)

    def entry(self) -> dict[str, Any]:
        """This row in the form of content/assessment.yaml, without what was left empty."""
        return filled({name: plain(getattr(self, name)) for name in ("key", *self.ENTRY)})


def plain(value: Any) -> Any:
    """A column's value as JSON and YAML hold it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
