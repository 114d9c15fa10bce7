"""What a change of a running course does to the people in it: two forecasts compared. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.wording import moment_words


@dataclass(frozen=True)
class Step:
    """One lesson ahead of one person. `lesson` is its stable key; `title` is for the author."""

    lesson: str
    title: str
    at: datetime
    zone: ZoneInfo


Ahead = Mapping[str, tuple[Step, ...]]
"""What lies ahead of each person (by public id), in order."""


@dataclass(frozen=True)
class Change:
    """What happens to one lesson: for how many people, and when first."""

    lesson: str
    title: str
    people: int
    first: Step


@dataclass(frozen=True)
class Impact:
    """`gains`: lessons that come to people who would not have had them; `losses` the reverse."""

    people: int
    gains: tuple[Change, ...]
    losses: tuple[Change, ...]
    moved: tuple[Change, ...]
    now: int

    @property
    def touches_anybody(self) -> bool:
        return bool(self.gains or self.losses or self.moved)

    def sentences(self) -> Iterator[str]:
        """For the author, in plain words."""
        yield ngettext(
            "%(n)d person is in the course.", "%(n)d people are in the course.", self.people
        ) % {"n": self.people}
        for change in self.gains:
            text = ngettext(
                "%(n)d will get “%(title)s”, on %(first)s their time.",
                "%(n)d will get “%(title)s”, the first on %(first)s their time.",
                change.people,
            )
            yield text % _words(change)
        for change in self.losses:
            yield _("%(n)d will not get “%(title)s”; they go on with the next one.") % _words(
                change
            )
        for change in self.moved:
            yield _("For %(n)d, “%(title)s” comes at another time, first on %(first)s.") % _words(
                change
            )
        yield ngettext("%(n)d mail goes out now.", "%(n)d mails go out now.", self.now) % {
            "n": self.now
        }


def _words(change: Change) -> dict[str, object]:
    first = moment_words(change.first.at, change.first.zone)
    return {"n": change.people, "title": change.title, "first": first}


def compare(before: Ahead, after: Ahead, *, now: datetime) -> Impact:
    """`now` tells which letters go at once; those that would have gone anyway are not counted."""
    gains: dict[str, list[Step]] = {}
    losses: dict[str, list[Step]] = {}
    moved: dict[str, list[Step]] = {}
    at_once = 0
    for person in before.keys() | after.keys():
        old = {step.lesson: step for step in before.get(person, ())}
        new = {step.lesson: step for step in after.get(person, ())}
        for key, step in new.items():
            if key not in old:
                gains.setdefault(key, []).append(step)
            elif step.at != old[key].at:
                moved.setdefault(key, []).append(step)
        for key in old.keys() - new.keys():
            losses.setdefault(key, []).append(old[key])
        at_once += _goes(new.values(), now) > _goes(old.values(), now)
    return Impact(
        people=len(before.keys() | after.keys()),
        gains=_changes(gains),
        losses=_changes(losses),
        moved=_changes(moved),
        now=at_once,
    )


def _goes(steps: Iterable[Step], now: datetime) -> int:
    return sum(step.at <= now for step in steps)


def _changes(found: Mapping[str, list[Step]]) -> tuple[Change, ...]:
    changes = [
        Change(key, steps[0].title, len(steps), min(steps, key=lambda step: step.at))
        for key, steps in found.items()
    ]
    return tuple(sorted(changes, key=lambda change: (change.first.at, change.title)))
