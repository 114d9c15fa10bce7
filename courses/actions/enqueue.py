"""Lessons whose time has come: passed over, or handed to the post office, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from courses import links
from courses.actions.next_lesson import plan
from courses.actions.prefetch import Prefetched, gathered
from courses.models import Enrollment, Lesson, Progress
from courses.schedule import Opening
from mail import actions as mail
from mail.models import Purpose


def passed_over(place: Enrollment, lesson: Lesson, *, why: str, prefetched: Prefetched) -> Progress:
    """The row of a lesson that is not meant for this person; it uses no day. Not written."""
    place.settled_at, place.at_once = prefetched.now, True
    prefetched.had[place.pk][lesson.pk] = lesson.position
    return Progress(
        enrollment=place,
        lesson=lesson,
        contact=place.contact,
        outcome=Progress.Outcome.SKIPPED,
        why=why[:200],
        at=prefetched.now,
    )


@dataclass(frozen=True)
class DueLesson:
    """A lesson whose time has come for one person."""

    place: Enrollment
    lesson: Lesson
    slot: Opening

    @property
    def key(self) -> tuple[int, int]:
        return self.place.pk, self.lesson.pk

    def progress(self, now: datetime) -> Progress:
        place = self.place
        return Progress(
            enrollment=place, lesson=self.lesson, contact=place.contact, day=self.slot.day, at=now
        )

    def letter(self, prefetched: Prefetched) -> mail.NewMessage:
        place = self.place
        assert self.lesson.letter is not None  # published lessons have one
        return mail.NewMessage(
            key=place.message_key(self.lesson),
            letter=self.lesson.letter,
            contact=place.contact,
            purpose=Purpose.COURSE,
            offer=place.course.offer_id,
            consent=place.course.purpose,
            facts=prefetched.facts_in(self.lesson, place),
            names=place.names,
            values=links.values(place),
            not_before=self.slot.opens_at,
            not_after=self.slot.closes_at,
        )


def hand_over(due: Sequence[DueLesson], prefetched: Prefetched) -> list[DueLesson]:
    """Give letters to the post office; returns those it got. The caller keeps the places.

    The table decides: where another course took the day just now, the next step is planned anew.
    """
    taken = _days_taken(due, prefetched.now)
    won = [lesson_due for lesson_due in due if lesson_due.key in taken]
    for lesson_due in due:
        if lesson_due.key not in taken:
            # Asked anew: the row that won the day was not there when the batch was read.
            plan(lesson_due.place, gathered([lesson_due.place], now=prefetched.now))
    letters = [lesson_due.letter(prefetched) for lesson_due in won]
    ids = mail.queue_all(letters, now=prefetched.now) if letters else {}
    for lesson_due in won:
        lesson_due.place.message_id = ids[lesson_due.place.message_key(lesson_due.lesson)]
        lesson_due.place.next_lesson, lesson_due.place.due_at = (
            lesson_due.lesson,
            lesson_due.slot.opens_at,
        )
    return won


def _days_taken(due: Sequence[DueLesson], now: datetime) -> set[tuple[int, int]]:
    """Keys of those whose lesson now has its day. All schedulers ask in the same order of people,
    so that none waits for another in a circle.
    """
    in_order = sorted(due, key=lambda lesson_due: lesson_due.place.contact_id)
    # The unique constraints are the law: one row a lesson (promise 2), one lesson a person and day
    # (promise 5). Another scheduler's uncommitted row is waited for, and then conflicts.
    Progress.objects.bulk_create(
        [lesson_due.progress(now) for lesson_due in in_order], ignore_conflicts=True
    )
    rows = Progress.objects.filter(
        enrollment__in=[lesson_due.place.pk for lesson_due in due],
        outcome=Progress.Outcome.ON_ITS_WAY,
    )
    return set(rows.values_list("enrollment", "lesson"))
