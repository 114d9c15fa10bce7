"""Draft rows of how answers are read: scales, measures, readings, profiles, steps, notices.

Readings and profiles are ordered lists; the first whose rule holds is the one.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from assessments.body import filled
from assessments.models.rows import Row


class Group(Row):
    """Bars shown together on the result."""

    ENTRY = ("title", "lead")

    title = models.CharField(_("title"), max_length=120)
    lead = models.TextField(_("a line to begin with"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("group of bars")
        verbose_name_plural = _("groups of bars")


class Scale(Row):
    """Several statements read as one."""

    name = models.CharField(_("name for readers"), max_length=120)
    group = models.ForeignKey(
        Group,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="scales",
        verbose_name=_("group"),
    )
    minimum = models.PositiveSmallIntegerField(_("counts with so many answers"), default=2)
    about = models.TextField(_("what it asks"), blank=True)
    low = models.TextField(_("words when low"), blank=True)
    middle = models.TextField(_("words in between"), blank=True)
    high = models.TextField(_("words when high"), blank=True)
    alt_prefix = models.CharField(
        _("words for those who do not see the bar"), max_length=200, blank=True
    )

    class Meta(Row.Meta):
        verbose_name = _("scale")
        verbose_name_plural = _("scales")

    def entry(self) -> dict[str, Any]:
        texts = ("about", "low", "middle", "high", "alt_prefix")
        return filled(
            {
                "key": self.key,
                "name": self.name,
                "group": self.group.key if self.group else "",
                "minimum": self.minimum,
            }
            | {name: getattr(self, name) for name in texts}
        )


class Measure(Row):
    """A number made from scales or from the conditions."""

    class Kind(models.TextChoices):
        CONDITIONS = "conditions", _("how many conditions (somewhat is half)")
        MAX = "max", _("the highest of")
        MEAN = "mean", _("the mean of")

    kind = models.CharField(_("what it is"), max_length=10, choices=Kind)
    of = models.CharField(_("of, with commas between"), max_length=200, blank=True)
    minimum = models.PositiveSmallIntegerField(
        _("counts with so many (empty: all)"), null=True, blank=True
    )

    class Meta(Row.Meta):
        verbose_name = _("combined number")
        verbose_name_plural = _("combined numbers")

    def entry(self) -> dict[str, Any]:
        of = [name.strip() for name in self.of.split(",") if name.strip()]
        return filled({"key": self.key, "kind": self.kind, "of": of, "minimum": self.minimum})


class Reading(Row):
    """What the whole looks like; the first whose rule holds."""

    ENTRY = ("name", "when", "text")

    name = models.CharField(_("name for readers"), max_length=120)
    when = models.CharField(_("when"), max_length=300)
    text = models.TextField(_("text"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("reading")
        verbose_name_plural = _("readings")


class Profile(Row):
    """A leaning; the first whose rule holds."""

    ENTRY = ("name", "when", "summary", "looks_after", "does_well", "can_cost", "mirror_line")

    name = models.CharField(_("name for readers"), max_length=120)
    when = models.CharField(_("when"), max_length=300)
    summary = models.TextField(_("in a sentence or two"), blank=True)
    looks_after = models.TextField(_("what it looks after"), blank=True)
    does_well = models.TextField(_("what it does well"), blank=True)
    can_cost = models.TextField(_("what it can cost"), blank=True)
    mirror_line = models.TextField(_("what to try first"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")


class Step(Row):
    """A next step, named after the scale it helps; the one that is no scale is for going deeper."""

    ENTRY = ("name", "title", "text")

    name = models.CharField(_("name for readers"), max_length=120)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("next step")
        verbose_name_plural = _("next steps")


class Notice(Row):
    """A few words shown only when their rule holds."""

    ENTRY = ("when", "text")

    when = models.CharField(_("when"), max_length=300)
    text = models.TextField(_("text"))

    class Meta(Row.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def get_inline_title(self) -> str:
        """What the row is called among others: how its text begins."""
        return Truncator(self.text).words(12)
