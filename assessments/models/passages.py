"""Passages: a named idea with one text per key of an axis, and one for everyone else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from offers.models import Offer
from publishing.models import Document
from writing import passages

if TYPE_CHECKING:
    from assessments.schema import PassageBody


key_validator = RegexValidator(
    r"^[a-z][a-z0-9_-]*$", _("Small letters, digits, - and _, beginning with a letter.")
)


class PassageQuerySet(models.QuerySet["Passage"]):
    def of(self, offer: int | None) -> PassageQuerySet:
        """Those that texts of the offer of this id may use; where an own one has the name of one
        for all, the own one comes last.
        """
        passages = self.filter(models.Q(offer=None) | models.Q(offer=offer))
        return passages.order_by(models.F("offer").asc(nulls_first=True), "key")


class Passage(Document):
    """Used as {{ passage.key }} on the result, in the guide and in letters."""

    key = models.CharField(
        _("short name"),
        max_length=60,
        validators=[key_validator],
        help_text=_(
            "Texts call the passage by it: {{ passage.opening }} for “opening”. "
            "It stays as it is. On the result page only those that begin with “result_” appear."
        ),
    )

    offer = models.ForeignKey(
        Offer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="passages",
        verbose_name=_("offer"),
        help_text=_("Empty: for the texts of all your offers."),
    )

    objects = PassageQuerySet.as_manager()
    copied_columns = ("offer",)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ("key", "id")
        constraints = (
            # An offer's own stands before one for all of the same name.
            models.UniqueConstraint(fields=("key", "offer"), name="passage_key_in_offer"),
            models.UniqueConstraint(
                fields=("key",), condition=models.Q(offer=None), name="passage_key_for_all"
            ),
        )

    def __str__(self) -> str:
        return self.body.title or self.key

    @property
    def body(self) -> PassageBody:
        """The draft."""
        body: PassageBody = self.read()  # type: ignore[assignment]  # this kind's schema
        return body

    def frozen(self, *, as_published: bool = False) -> passages.PassageText:
        """The passage as the pure modules know it, drafted or as readers get it."""
        body = self.body
        if as_published and self.published is not None:
            body = self.published.read()  # type: ignore[assignment]  # this kind's schema
        return passages.PassageText(key=self.key, axis=body.axis, cells=body.texts())
