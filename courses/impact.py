"""What a change of a running course does to the people in it: two forecasts compared. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.wording import moment_words


@dataclass(frozen=True)
class ForecastStep:
    """One lesson ahead of one person. `lesson` is its stable key; `title` is for the author."""

    lesson: str
    title: str
    at: datetime
    zone: ZoneInfo


Steps = tuple[ForecastStep, ...]
Ahead = Mapping[str, Steps]
"""What lies ahead of each person (by public id), in order."""
Found = dict[str, list[tuple[ForecastStep, int]]]
"""By lesson: steps, and how many people share each."""


@dataclass(frozen=True)
class CourseChange:
    """What happens to one lesson: for how many people, and when first."""

    lesson: str
    title: str
    people: int
    first: ForecastStep


@dataclass(frozen=True)
class Impact:
    """`gains`: lessons that come to people who would not have had them; `losses` the reverse."""

    people: int
    gains: tuple[CourseChange, ...]
    losses: tuple[CourseChange, ...]
    moved: tuple[CourseChange, ...]
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
            yield _(
                "For %(n)d, “%(title)s” comes at another time, the first on %(first)s their time."
            ) % _words(change)
        at_once = ngettext("%(n)d mail goes out now.", "%(n)d mails go out now.", self.now)
        yield at_once % {"n": self.now} if self.now else _("No mail goes out now.")


def _words(change: CourseChange) -> dict[str, object]:
    first = moment_words(change.first.at, change.first.zone)
    return {"n": change.people, "title": change.title, "first": first}


def compare(before: Ahead, after: Ahead, *, now: datetime) -> Impact:
    """`now` tells which letters go at once; those that would have gone anyway are not counted."""
    gains: Found = {}
    losses: Found = {}
    moved: Found = {}
    at_once = 0
    for (old_steps, new_steps), people in _alike(before, after):
        old = {step.lesson: step for step in old_steps}
        new = {step.lesson: step for step in new_steps}
        for key, step in new.items():
            if key not in old:
                gains.setdefault(key, []).append((step, people))
            elif step.at != old[key].at:
                moved.setdefault(key, []).append((step, people))
        for key in old.keys() - new.keys():
            losses.setdefault(key, []).append((old[key], people))
        at_once += people * (_goes(new.values(), now) > _goes(old.values(), now))
    return Impact(
        people=len(before.keys() | after.keys()),
        gains=_changes(gains),
        losses=_changes(losses),
        moved=_changes(moved),
        now=at_once,
    )


def _alike(before: Ahead, after: Ahead) -> Iterable[tuple[tuple[Steps, Steps], int]]:
    """What people had ahead before and have after, and how many share just that."""
    pairs = {}
    counts: Counter[tuple[int, int]] = Counter()
    for person in before.keys() | after.keys():
        pair = before.get(person, ()), after.get(person, ())
        key = id(pair[0]), id(pair[1])  # people alike share one tuple
        pairs[key] = pair
        counts[key] += 1
    return ((pairs[key], count) for key, count in counts.items())


def _goes(steps: Iterable[ForecastStep], now: datetime) -> int:
    return sum(step.at <= now for step in steps)


def _changes(steps_of: Found) -> tuple[CourseChange, ...]:
    changes = [
        CourseChange(
            lesson=key,
            title=steps[0][0].title,
            people=sum(people for _step, people in steps),
            first=min((step for step, _people in steps), key=lambda step: step.at),
        )
        for key, steps in steps_of.items()
    ]
    return tuple(sorted(changes, key=lambda change: (change.first.at, change.title)))
