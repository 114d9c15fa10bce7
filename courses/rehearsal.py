"""A whole course on a pretend clock, by the engine's own gates and timetable. Pure.

Every letter is taken to go the moment its slot opens; nothing is sent, no row is touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from courses import schedule
from courses.gates import Act, Situation, decide
from courses.plan import Card, Plan
from writing.facts import Facts


@dataclass(frozen=True)
class Rehearsed:
    """One lesson: when it goes (UTC and local), or when and why it is skipped."""

    card: Card
    at: datetime
    local: datetime
    skipped: str | None = None


def rehearse(plan: Plan, *, facts: Facts, zone: str, start: datetime) -> Iterator[Rehearsed]:
    """Every published lesson for a reader who confirmed at `start` (aware), in order."""
    here = schedule.zone(zone, plan.zone)
    now = previous = start
    at_once = False
    taken: frozenset[date] = frozenset()
    for card in plan.cards:
        looked = Situation(
            now=now,
            zone=here,
            card=card,
            previous=previous,
            facts=facts,
            at_once=at_once,
            taken=taken,
        )
        decision = decide(looked)
        while decision.act is Act.WAIT:
            looked = replace(looked, now=decision.slot.opens_at)
            decision = decide(looked)
        now = previous = looked.now
        at_once = decision.act is not Act.SEND
        if not at_once:
            taken |= {decision.slot.day}
        why = decision.gate.sentence if decision.gate else None
        yield Rehearsed(card, now, now.astimezone(here), why)
