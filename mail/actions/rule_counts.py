"""Whom a rule chooses of everybody here, and how many they are, as far as it may be said.

A rule that asks answers chooses among people who let the author see theirs; its number is said from
thirty on, in tens, and never where it asks anything else beside (decision 0031).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.db.models import Case, Count, IntegerField, QuerySet, Subquery, When
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contacts.models import Contact, Segment
from mail.actions.audience import AGREED, UNSHARED, WORDS, LeftOut, first_reason
from mail.actions.broadcasts import letting_see
from mail.actions.people_query import of_rule
from writing import segments
from writing.segments import Rule

MOST = 10_000
FROM, TENS = 30, -1


class Told(Enum):
    """What is said of a number."""

    EXACTLY = auto()
    MORE = auto()  # than MOST
    ABOUT = auto()  # in tens
    FEW = auto()  # less than FROM
    NOT = auto()  # answers and something else are asked together


@dataclass(frozen=True)
class RuleCount:
    """How many people a rule chooses; `people` is 0 where it is not said."""

    told: Told
    people: int = 0

    @property
    def asks_answers(self) -> bool:
        return self.told not in (Told.EXACTLY, Told.MORE)

    @property
    def words(self) -> str:
        """“42 people”, or why no number is said."""
        number = number_format(self.people, force_grouping=True)
        if self.told is Told.EXACTLY:
            return ngettext("%(n)s person", "%(n)s people", self.people) % {"n": number}
        return WORDS_OF[self.told] % {"n": number, "from": FROM}


WORDS_OF = {
    Told.MORE: _("more than %(n)s people"),
    Told.ABOUT: _("about %(n)s of those who let you see their answers"),
    Told.FEW: _("fewer than %(from)d of those who let you see their answers"),
    Told.NOT: _(
        "not counted: it asks answers together with something else, and such a number could tell "
        "what somebody answered"
    ),
}


class CountUpTo(Subquery):
    """How many rows a query with a limit has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def chosen(people: QuerySet[Contact], rule: Rule) -> QuerySet[Contact]:
    """Those of these people whom a rule chooses; raises Refused."""
    return of_rule(people, Segment.objects.expanded(rule))


def count_rule(rule: Rule) -> RuleCount:
    """How many people it chooses; raises Refused."""
    rule = Segment.objects.expanded(rule)
    return told(rule, _up_to_most(rule).count())


def count_segments(saved: QuerySet[Segment]) -> QuerySet[Segment]:
    """With how many people each has as `people`, at most one more than MOST, all in one question;
    `told` has it in words.
    """
    counts = [When(pk=row.pk, then=CountUpTo(_up_to_most(row.rule).values("pk"))) for row in saved]
    return saved.annotate(people=Case(*counts, default=0, output_field=IntegerField()))


def told(rule: Rule, people: int) -> RuleCount:
    """What may be said of the number of people whom an expanded rule chooses."""
    if not segments.asks_answers(rule):
        return RuleCount(Told.MORE, MOST) if people > MOST else RuleCount(Told.EXACTLY, people)
    if any(segments.is_disclosed(name) for name in segments.read(rule).names):
        return RuleCount(Told.NOT)
    return RuleCount(Told.ABOUT, round(people, TENS)) if people >= FROM else RuleCount(Told.FEW)


def left_out_of(segment: Segment) -> tuple[int, list[LeftOut]]:
    """How many of a segment get a one-off letter, and how many do not, by the first reason."""
    of_segment = {"segment": segment.key}
    rows = chosen(Contact.objects.order_by(), segment.rule).values(why=first_reason())
    counts: Mapping[str, int] = dict(rows.annotate(count=Count("pk")).values_list("why", "count"))
    lines = [
        LeftOut(reason, counts[reason], {**of_segment, "letters": reason})
        for reason in WORDS
        if counts.get(reason)
    ]
    return counts.get(AGREED, 0), lines


def unsharing() -> LeftOut:
    """Everybody who does not let the author see their answers, at most one more than MOST."""
    sharing = letting_see(Contact.objects.all())
    rows: QuerySet[Any] = Contact.objects.exclude(pk__in=sharing.values("pk")).order_by()
    return LeftOut(UNSHARED, rows[: MOST + 1].count(), {"shares": "no"})


def _up_to_most(rule: Rule) -> QuerySet[Contact]:
    return of_rule(Contact.objects.order_by(), rule)[: MOST + 1]
