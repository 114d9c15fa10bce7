"""Whom a rule chooses of everybody here, and how many they are, as far as it may be said.

A rule that asks answers chooses among people who let the author see theirs; its number is said from
thirty on, in tens, and never where it asks anything else beside (decision 0031).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contacts.models import Contact, Segment
from health.time_limit import GaveUp, time_limit
from mail.actions.audience import AGREED, UNSHARED, WORDS, LeftOut, first_reason
from mail.actions.broadcasts import shares
from mail.actions.people_query import of_rule
from writing import segments
from writing.segments import Rule

MOST, FEWER = 10_000, 1_000
"""Counted as far as this; in a list of many segments, where that takes too long, as far as FEWER.
"""
FROM, TENS = 30, -1
SECONDS = 0.2
"""In which a page counts, or says that it did not (promise: a page of the desk in 500 ms)."""


class Told(Enum):
    """What is said of a number."""

    EXACTLY = auto()
    MORE = auto()  # than MOST
    ABOUT = auto()  # in tens
    FEW = auto()  # less than FROM
    NOT = auto()  # answers and something else are asked together
    LONG = auto()  # it takes too long


@dataclass(frozen=True)
class RuleCount:
    """How many people a rule chooses; `people` is 0 where it is not said."""

    told: Told
    people: int = 0

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
    Told.LONG: _("not counted yet: among so many people it takes a while"),
}
NOT_COUNTED = RuleCount(Told.LONG)


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
    people = _up_to(MOST, rule).count() if _is_said(rule) else 0
    return told(rule, people, most=MOST)


def count_segments(saved: Iterable[Segment]) -> Mapping[int, RuleCount]:
    """How many people each has, by its id, all in one question; without those that could not be
    counted in time.
    """
    rows = list(saved)
    said = {row.pk: row.rule for row in rows if _is_said(row.rule)}
    unsaid = {row.pk: RuleCount(Told.NOT) for row in rows if row.pk not in said}
    for most in (MOST, FEWER) if said else ():
        counts = {
            f"of_{pk}": CountUpTo(_up_to(most, rule).values("pk")) for pk, rule in said.items()
        }
        with suppress(GaveUp), time_limit(SECONDS):
            found: Any = Segment.objects.filter(pk=rows[0].pk).values(**counts).get()
            return unsaid | {
                pk: told(rule, found[f"of_{pk}"], most=most) for pk, rule in said.items()
            }
    return unsaid


def _is_said(rule: Rule) -> bool:
    """Whether any number may be said of it: not where it asks answers and something else."""
    names = segments.read(rule).names
    return not segments.asks_answers(rule) or not any(map(segments.is_disclosed, names))


def told(rule: Rule, people: int, *, most: int) -> RuleCount:
    """What may be said of the number of people whom an expanded rule chooses, of whom at most one
    more than `most` were counted.
    """
    if not _is_said(rule):
        return RuleCount(Told.NOT)
    if people > most:
        return RuleCount(Told.MORE, most)
    if not segments.asks_answers(rule):
        return RuleCount(Told.EXACTLY, people)
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
    rows: QuerySet[Any] = Contact.objects.filter(~shares()).order_by()
    return LeftOut(UNSHARED, rows[: MOST + 1].count(), {"shares": "no"})


def _up_to(most: int, rule: Rule) -> QuerySet[Contact]:
    return of_rule(Contact.objects.order_by(), rule)[: most + 1]
