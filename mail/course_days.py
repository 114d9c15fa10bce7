"""Who is in a course, and has a lesson today: nobody gets a one-off letter on the day of a lesson.
Pure.

Courses are known by an app that mail does not know; it says so in its `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class CourseDay:
    """One person at this moment. `is_held`: somebody is changing their place just now; `rests`:
    they paused the letters now and then.
    """

    zone: ZoneInfo
    in_course: bool
    has_lesson: bool
    is_held: bool = False
    rests: bool = False


Look = Callable[[Collection[int], datetime], Mapping[int, CourseDay]]
Note = Callable[[Collection[int], datetime], None]
People = Callable[[], Any]
_registered: list[tuple[Look, Note, People]] = []


def register(look: Look, note: Note, people: People) -> None:
    """Say who knows this: `look` locks the places of these contacts and tells of those who are in
    a course or have a lesson today; `note` takes a day on which they get a one-off letter;
    `people` are the ids of all contacts in a course.
    """
    _registered[:] = [(look, note, people)]


def look(contacts: Collection[int], now: datetime) -> Mapping[int, CourseDay]:
    """Of these contacts, by their ids; in the transaction that claims."""
    return next((look(contacts, now) for look, _note, _people in _registered), {})


def note(contacts: Collection[int], now: datetime) -> None:
    """These get a one-off letter today, so no lesson."""
    for _look, note, _people in _registered:
        note(contacts, now)


def in_course() -> Any:
    """The ids of all contacts in a course, as a query."""
    return next((people() for _look, _note, people in _registered), ())
