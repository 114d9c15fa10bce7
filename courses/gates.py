"""May this person's next lesson go now, and if not, why? One ordered list of named gates.

Pure. The engine, the rehearsal and the author's page all ask here, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from courses import schedule
from courses.schedule import Opening
from courses.timetable import Card
from courses.wording import day_words
from writing import segments
from writing.segments import Facts


@dataclass(frozen=True)
class Situation:
    """All that is known about one person's next lesson at one moment.

    `previous` is when the lesson before was settled (or the course confirmed); `at_once` says
    that it was not sent, so its delay is not waited for; `pace` are the days that this person wants
    between two letters at least; `taken` are local days with a lesson.
    """

    now: datetime
    zone: ZoneInfo
    card: Card
    previous: datetime
    facts: Facts
    at_once: bool = False
    pace: int = 0
    taken: frozenset[date] = frozenset()
    confirmed: bool = True
    consented: bool = True
    mailable: bool = True
    paused_until: datetime | None = None
    course_paused: bool = False
    on_its_way: bool = False
    limit: str = ""
    workers_alive: bool = True

    @property
    def today(self) -> date:
        return schedule.local_day(self.now, self.zone)

    @property
    def earliest(self) -> date:
        """The first local day the delay allows."""
        delay = 0 if self.at_once else max(self.card.delay_days, self.pace)
        return schedule.earliest_day(self.previous, delay_days=delay, zone=self.zone)

    @property
    def resting(self) -> bool:
        return self.paused_until is not None and self.paused_until > self.now

    def next_slot(self) -> Opening:
        """The next opening all gates about time allow; it may be open already."""
        start = self.paused_until if self.paused_until and self.resting else self.now
        slot = schedule.next_slot(
            timetable=self.card.timetable,
            zone=self.zone,
            earliest=self.earliest,
            now=start,
            taken=self.taken,
        )
        return replace(slot, opens_at=max(slot.opens_at, start)) if self.resting else slot


@dataclass(frozen=True)
class Gate:
    """One question: `open` is its answer, `sentence` says so to the author."""

    name: str
    open: bool
    sentence: str


GateAnswer = tuple[bool, str]


def confirmed(s: Situation) -> GateAnswer:
    if s.confirmed:
        return True, _("The address is confirmed.")
    return False, _("The link that starts the letters has not been pressed yet.")


def consented(s: Situation) -> GateAnswer:
    if s.consented:
        return True, _("This person agreed to the course.")
    return False, _("This person stopped the course, or never agreed to it.")


def mailable(s: Situation) -> GateAnswer:
    if s.mailable:
        return True, _("The address may be mailed.")
    return False, _("The address is on the list of those not to mail.")


def not_paused(s: Situation) -> GateAnswer:
    if not s.resting or s.paused_until is None:
        return True, _("The person has not paused the course.")
    until = day_words(schedule.local_day(s.paused_until, s.zone))
    return False, _("The person paused the course until %(until)s.") % {"until": until}


def course_open(s: Situation) -> GateAnswer:
    if not s.course_paused:
        return True, _("The course is running.")
    return False, _("You paused the whole course.")


def lesson_published(s: Situation) -> GateAnswer:
    if s.card.published:
        return True, _("The lesson is published.")
    return False, _("The lesson is not published; the next published one takes its place.")


def in_audience(s: Situation) -> GateAnswer:
    if segments.holds(s.card.audience, s.facts):
        return True, _("The lesson is meant for this person.")
    if not s.facts.shared and segments.asks_answers(s.card.audience):
        return False, _(
            "The lesson is only for some answers, of people who share theirs. "
            "The next one takes its place."
        )
    rule = {"rule": s.card.meant_for or s.card.audience}
    return False, _("The lesson is only for: %(rule)s. The next one takes its place.") % rule


def previous_settled(s: Situation) -> GateAnswer:
    if s.on_its_way:
        return False, _("A lesson is on its way and has to arrive first.")
    if s.today >= s.earliest:
        return True, _("Enough days have passed since the lesson before.")
    day = day_words(s.earliest)
    if s.pace > s.card.delay_days:
        return False, _(
            "This person wants %(days)d days between two letters; they last until %(day)s."
        ) % {"days": s.pace, "day": day}
    return False, _("The days between two lessons last until %(day)s.") % {"day": day}


def window(s: Situation) -> GateAnswer:
    if schedule.open_slot(timetable=s.card.timetable, zone=s.zone, now=s.now):
        return True, _("It is a good hour on a send day where this person is.")
    return False, _("It is not a send day, or not the hour, where this person is.")


def one_a_day(s: Situation) -> GateAnswer:
    if s.today not in s.taken:
        return True, _("No other lesson goes to this person today.")
    return False, _("This person has a lesson today already; one a day is enough.")


def limits(s: Situation) -> GateAnswer:
    if not s.limit:
        return True, _("Sending is not held back.")
    return False, _("Sending is held back: %(why)s") % {"why": s.limit}


def workers(s: Situation) -> GateAnswer:
    if s.workers_alive:
        return True, _("Mail is being sent.")
    return False, _("What sends the mail has not been heard from; it may have stopped.")


# In this order: the first that is shut gives the sentence, so what a person decided stands before
# what time brings.
GATES: tuple[tuple[str, Callable[[Situation], GateAnswer]], ...] = (
    ("confirmed", confirmed),
    ("consented", consented),
    ("may_be_mailed", mailable),
    ("not_paused", not_paused),
    ("course_open", course_open),
    ("lesson_published", lesson_published),
    ("audience", in_audience),
    ("previous_settled", previous_settled),
    ("window", window),
    ("one_a_day", one_a_day),
    ("limits", limits),
    ("workers", workers),
)


def gates(situation: Situation) -> list[Gate]:
    """Every gate in order, each open or shut."""
    return [Gate(name, *ask(situation)) for name, ask in GATES]


class GateAct(Enum):
    """What follows from the gates."""

    SEND = "send"
    SKIP = "skip"
    WAIT = "wait"
    LEAVE = "leave"


@dataclass(frozen=True)
class Decision:
    """What to do: `slot` to send in (SEND) or to wait for (WAIT); `gate` is the first one shut."""

    act: GateAct
    slot: Opening
    gate: Gate | None = None


def decide(situation: Situation) -> Decision:
    """One look at one person: send, skip this lesson, wait for a slot, or end the course.

    Raises schedule.NeverOpens where the timetable has no opening ahead.
    """
    shut = [gate for gate in gates(situation) if not gate.open]
    slot = situation.next_slot()
    if not shut:
        return Decision(GateAct.SEND, slot)
    names = {gate.name for gate in shut}
    if "consented" in names:
        return Decision(GateAct.LEAVE, slot, shut[0])
    # Alone: one that waits for anything else is not passed over yet, since facts may change until
    # then (a booking, a word about sharing).
    if names == {"audience"}:
        return Decision(GateAct.SKIP, slot, shut[0])
    if slot.holds(situation.now):
        # Something that time alone does not open: look again at the next opening.
        later = replace(situation, taken=situation.taken | {slot.day})
        slot = later.next_slot()
    return Decision(GateAct.WAIT, slot, shut[0])
