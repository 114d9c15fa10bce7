"""A whole course on a pretend clock, by the engine's own gates and timetable. Pure.

Every letter is taken to go the moment its slot opens; nothing is sent, no row is touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from courses import schedule
from courses.gates import Decision, GateAct, Situation, decide
from courses.timetable import Card, Plan
from writing.segments import Facts


@dataclass(frozen=True)
class RehearsedLesson:
    """One lesson: when it goes (UTC and local), or when and why it is skipped."""

    card: Card
    at: datetime
    local: datetime
    skipped: str | None = None


@dataclass(frozen=True)
class Standing:
    """Where somebody in the middle of a course stands; the fields are those of a Situation.

    `pace` is the reader's own; `begun` says that a letter came before those of the plan.
    """

    previous: datetime
    at_once: bool = False
    pace: int = 0
    begun: bool = False
    taken: frozenset[date] = frozenset()
    paused_until: datetime | None = None


def settled(situation: Situation) -> tuple[datetime, Decision]:
    """When the gates decide of a lesson, waiting as often as they say, and what they decide."""
    decision = decide(situation)
    while decision.act is GateAct.WAIT:
        situation = replace(situation, now=decision.slot.opens_at)
        decision = decide(situation)
    return situation.now, decision


def rehearse(
    plan: Plan,
    *,
    facts: Facts,
    zone: str,
    start: datetime,
    pace: int = 0,
    standing: Standing | None = None,
) -> Iterator[RehearsedLesson]:
    """Every lesson of the plan, in order, for a reader of this pace who confirmed at `start`
    (aware).

    With `standing`, for one who is in the course already and at whom we look at `start`.
    """
    here = schedule.zone(zone, plan.zone)
    stands = standing or Standing(previous=start, pace=pace)
    now, previous = start, stands.previous
    at_once, taken, begun = stands.at_once, stands.taken, stands.begun
    for card in plan.cards:
        situation = Situation(
            now=now,
            zone=here,
            card=card,
            previous=previous,
            facts=facts,
            at_once=at_once,
            pace=stands.pace if begun else 0,
            taken=taken,
            paused_until=stands.paused_until,
        )
        now, decision = settled(situation)
        previous = now
        at_once, begun = decision.act is not GateAct.SEND, True
        if not at_once:
            taken |= {decision.slot.day}
        why = decision.gate.sentence if decision.gate else None
        yield RehearsedLesson(card, now, now.astimezone(here), why)
