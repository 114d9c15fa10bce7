"""A whole course on a pretend clock, by the engine's own gates and timetable. Pure.

Every letter is taken to go the moment its slot opens; nothing is sent, no row is touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
    card = plan.after(None)
    while card:
        situation = Situation(
            now=now,
            zone=here,
            card=card,
            previous=previous,
            facts=facts,
            at_once=at_once,
            taken=taken,
        )
        decision = decide(situation)
        if decision.act is Act.WAIT:
            now = decision.slot.opens_at
            continue
        sent = decision.act is Act.SEND
        why = None if sent or decision.gate is None else decision.gate.sentence
        yield Rehearsed(card, now, now.astimezone(here), why)
        previous, at_once = now, not sent
        taken = taken | {decision.slot.day} if sent else taken
        card = plan.after(card.position)
