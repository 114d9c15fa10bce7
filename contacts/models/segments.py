"""Saved segments: a rule with a name, which other rules ask by it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from writing import segments
from writing.errors import Refused
from writing.rules import About, Always, Condition, Contains, Not, replaced
from writing.segments import SAVED, TAGS, Rule

LONGEST_RULE = 2_000
REFERENCES = {SAVED: "segment:", TAGS: "tag:"}
"""How a text names the saved segments and the tags that it asks, before their keys."""
NO_ONE = Not(Always())


class SegmentQuerySet(models.QuerySet["Segment"]):
    def expanded(self, rule: Rule) -> Rule:
        """The rule with those of the segments it asks in their places; raises Refused. One that
        asks a segment that is not there is for no one: a “not” would else make it everybody.
        """
        keys = asked_in(rule)
        if not keys:
            return rule
        saved = {row.key: segments.read(row.rule) for row in self.filter(key__in=keys)}
        if keys - saved.keys():
            return NO_ONE

        def own_rule(leaf: About) -> Condition:
            if isinstance(leaf, Contains) and leaf.name == SAVED:
                return saved[leaf.key]
            return leaf

        return replaced(segments.read(rule), own_rule)


class Segment(models.Model):
    """People by a rule, under a name. Its rule asks no other segment."""

    key = models.SlugField(max_length=60, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    rule = models.TextField(_("who"), max_length=LONGEST_RULE, blank=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How a text that uses it names it."""
        return REFERENCES[SAVED] + self.key

    @property
    def asks_answers(self) -> bool:
        """Whether who belongs to it tells what they answered."""
        return segments.asks_answers(self.rule)


def asked_in(rule: Rule) -> frozenset[str]:
    """The keys of the segments that a rule asks; raises Refused."""
    return frozenset(
        leaf.key
        for leaf in segments.read(rule).leaves()
        if isinstance(leaf, Contains) and leaf.name == SAVED
    )


def audience_references(rule: str) -> frozenset[str]:
    """The saved segments and tags that the rule of a text asks, as texts name what they use; none
    of a rule that cannot be read.
    """
    try:
        leaves = segments.read(rule).leaves()
    except Refused:
        return frozenset()
    asked = [leaf for leaf in leaves if isinstance(leaf, Contains) and leaf.name in REFERENCES]
    return frozenset(f"{REFERENCES[leaf.name]}{leaf.key}" for leaf in asked)
