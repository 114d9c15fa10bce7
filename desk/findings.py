"""What a check finds: good, a fault with how to mend it, or that it could not look. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class CheckState(Enum):
    GOOD = "ok"
    FAULT = "fault"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CheckFinding:
    """One answer, in a sentence; `mend` says what to do about a fault."""

    state: CheckState
    words: str
    mend: str = ""


@dataclass(frozen=True)
class Moment:
    """The product's time and the machine's, by which processes live."""

    now: datetime
    real_now: datetime


@dataclass(frozen=True)
class Check:
    """A requirement: its title, how to look, and the page of the admin where it is mended."""

    key: str
    title: str | StrPromise
    look: Callable[[Moment], CheckFinding]
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

    def __str__(self) -> str:
        mend = f" → {self.finding.mend}" if self.finding.mend else ""
        return f"{self.finding.state.value:8}{self.check.title}: {self.finding.words}{mend}"


def good(words: str) -> CheckFinding:
    return CheckFinding(CheckState.GOOD, words)


def fault(words: str, mend: str) -> CheckFinding:
    return CheckFinding(CheckState.FAULT, words, mend)


def unknown(words: str, mend: str = "") -> CheckFinding:
    return CheckFinding(CheckState.UNKNOWN, words, mend)
