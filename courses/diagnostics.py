"""Why a person has or has not got the next lesson yet, as data for a page or a command. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from courses.gates import Gate
from courses.wording import moment_words

UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Diagnosis:
    """`state` in words; without a next lesson, `lesson` is empty and there are no gates."""

    state: str
    zone: ZoneInfo
    lesson: str = ""
    gates: tuple[Gate, ...] = ()
    due_at: datetime | None = None
    home: ZoneInfo = UTC
    onward: str = ""  # whether the course after it was offered; empty where none comes after

    @property
    def shut(self) -> tuple[Gate, ...]:
        return tuple(gate for gate in self.gates if not gate.open)

    @property
    def due_words(self) -> str:
        """When the lesson is due where the reader is and, elsewhere, by the practice's clock."""
        if self.due_at is None:
            return ""
        zones = dict.fromkeys((self.zone, self.home))
        return ", ".join(f"{moment_words(self.due_at, zone)} ({zone.key})" for zone in zones)

    def lines(self) -> Iterator[str]:
        """For a command: the state, the lesson, each gate with yes or no."""
        yield self.state
        if self.lesson:
            yield f"{self.lesson}: {self.due_words}"
        for gate in self.gates:
            yield f"{'yes' if gate.open else 'no '}  {gate.name}: {gate.sentence}"
        if self.onward:
            yield self.onward
