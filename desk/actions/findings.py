"""What a check finds: good, a fault with how to mend it, or that it could not look; and the moment
at which checks look, which reads what several of them ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Value

from assessments.models import Assessment
from desk.actions.counts import counts
from health.actions import standing_hold
from health.models import Heartbeat, Hold, Tick
from mail import actions as mail
from mail.accept_log import NoRoom
from mail.models import Breaker
from offers.models import Offer
from practice.models import Practice

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class CheckState(Enum):
    GOOD = "ok"
    FAULT = "fault"
    UNKNOWN = "unknown"
    WAITING = "waiting"
    """A heavy one that no round has looked at yet; never kept."""


@dataclass(frozen=True)
class CheckFinding:
    """One answer, in a sentence; `mend` says what to do about a fault."""

    state: CheckState
    words: str
    mend: str = ""


SENDING = "mail.send_due"
MOST_OFFERS = 100


@dataclass(frozen=True)
class Running:
    """What ticks and heartbeats say."""

    is_alive: bool
    is_held: bool
    recent: frozenset[str]
    out_of_room: bool
    is_paused: bool

    @classmethod
    def read(cls, now: datetime, real_now: datetime) -> Running:
        alive = Heartbeat.objects.alive(real_now).order_by().values_list(Value("alive"))
        held = Hold.objects.standing().order_by().values_list(Value("held"))
        paused = Breaker.objects.filter(paused_until__gt=now).values_list(Value("paused"))
        # One question for all: Home asks the database fifteen times at most (promise 9).
        words = {word for (word,) in alive.union(held, paused)}
        rows = list(Tick.objects.all())
        return cls(
            is_alive="alive" in words,
            is_held="held" in words,
            recent=frozenset(row.name for row in rows if row.is_recent(real_now)),
            out_of_room=any((row.name, row.error) == (SENDING, NoRoom.__name__) for row in rows),
            is_paused="paused" in words,
        )


@dataclass
class CheckMoment:
    """The product's time and the machine's, by which processes live, and what was then. Handed to
    each check of one look: what several ask is read when the first asks, and no older than that.
    """

    now: datetime
    real_now: datetime

    @cached_property
    def practice(self) -> Practice:
        return Practice.objects.the()

    @cached_property
    def counts(self) -> dict[str, int]:
        return counts(self.now)

    @cached_property
    def offers(self) -> list[Offer]:
        """The first hundred, home's before the others, each with its `standing` and `landing_page`
        (or none) and whether it `has_assessment`: one question for all that Home says of them.
        """
        assessment = Assessment.objects.filter(offer=OuterRef("pk"))
        rows = Offer.objects.select_related("standing", "landing_page")
        return list(rows.annotate(has_assessment=Exists(assessment))[:MOST_OFFERS])

    @cached_property
    def running(self) -> Running:
        return Running.read(self.now, self.real_now)

    @cached_property
    def pause(self) -> Breaker | None:
        return mail.paused(now=self.now) if self.running.is_paused else None

    @cached_property
    def hold(self) -> Hold | None:
        return standing_hold() if self.running.is_held else None


@dataclass(frozen=True)
class Check:
    """A requirement: its title, how to look, and the page of the admin where it is mended."""

    key: str
    title: str | StrPromise
    look: Callable[[CheckMoment], CheckFinding]
    page: str = ""
    # Heavy ones are looked at by a round, and not again before this has passed.
    rest: timedelta | None = None


@dataclass(frozen=True)
class CheckLine:
    """A check and what it found."""

    check: Check
    finding: CheckFinding

    @property
    def is_fault(self) -> bool:
        return self.finding.state is CheckState.FAULT

    @property
    def is_good(self) -> bool:
        return self.finding.state is CheckState.GOOD

    @property
    def is_waiting(self) -> bool:
        return self.finding.state is CheckState.WAITING

    def __str__(self) -> str:
        mend = f" → {self.finding.mend}" if self.finding.mend else ""
        return f"{self.finding.state.value:8}{self.check.title}: {self.finding.words}{mend}"


def good(words: str) -> CheckFinding:
    return CheckFinding(CheckState.GOOD, words)


def fault(words: str, mend: str) -> CheckFinding:
    return CheckFinding(CheckState.FAULT, words, mend)


def unknown(words: str, mend: str = "") -> CheckFinding:
    return CheckFinding(CheckState.UNKNOWN, words, mend)
