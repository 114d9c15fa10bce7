"""What lies ahead of everybody in a course, or of one person: the rehearsal from where they stand.

Everybody is looked at, however many: rows are read in bulk, and people who stand alike are
rehearsed once. The rules are the engine's own.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched
from zoneinfo import ZoneInfo

from courses import impact, schedule
from courses.actions.prefetch import Prefetched, gathered, published_lessons
from courses.impact import ForecastStep
from courses.models import Course, Enrollment, Lesson
from courses.rehearsal import RehearsedLesson, Standing, rehearse
from courses.schema import LessonBody
from courses.timetable import Plan
from publishing.models import Revision
from publishing.schema import dumped
from writing.segments import Facts

AT_ONCE = 2000
Lessons = Mapping[int, Sequence[Lesson]]
UNREAD = ("facts", "names", "values", "attachment")


@dataclass(frozen=True)
class ForecastStart:
    """Where one person stands before the lessons that are left; all that her course depends on."""

    zone: ZoneInfo
    start: datetime
    standing: Standing
    on_its_way: Lesson | None
    lessons: tuple[Lesson, ...]
    facts: Facts
    asks_facts: bool

    @property
    def alike(self) -> Hashable:
        """Equal for people to whom the same happens; days count from a day, not from a moment."""
        lessons = (self.on_its_way, *self.lessons)
        return (
            self.zone,
            self.start,
            # The moment the last lesson settled differs by seconds from person to person, its day
            # does not.
            replace(self.standing, previous=self.start),
            schedule.local_day(self.standing.previous, self.zone),
            tuple(lesson and lesson.pk for lesson in lessons),
            self.facts if self.asks_facts else None,
        )


def publishing_impact(lesson: Lesson, body: LessonBody, *, now: datetime) -> impact.Impact:
    """What it would do to the people in the course to publish a lesson in these words. Changes
    nothing.
    """
    course = lesson.course
    others = [
        coming for coming in published_lessons([course.pk])[course.pk] if coming.pk != lesson.pk
    ]
    # A row of its own: what `lesson` holds is not to change.
    row = Lesson.objects.select_related("course").get(pk=lesson.pk)
    row.state = Lesson.State.PUBLISHED
    row.published = Revision(
        kind=row._meta.label_lower, body=dumped(body), schema_version=row.kind().version
    )
    lessons = {course.pk: sorted([*others, row], key=lambda lesson: (lesson.position, lesson.pk))}
    before = ahead(course=course, now=now)
    return impact.compare(before, ahead(course=course, now=now, lessons=lessons), now=now)


def ahead(*, course: Course, now: datetime, lessons: Lessons | None = None) -> impact.Ahead:
    """What lies ahead of everybody in a course, were it to go on from `now`, with these lessons in
    place of the published ones if there are any.
    """
    active = course.enrollments.filter(state=Enrollment.State.ACTIVE).order_by("pk")
    rows = active.select_related("contact", "message")
    unread = [f"message__{name}" for name in UNREAD]
    steps_of: dict[str, tuple[ForecastStep, ...]] = {}
    seen: dict[Hashable, tuple[ForecastStep, ...]] = {}
    # Read as they come, rehearsed a part at a time: a course of a hundred thousand is never in
    # memory at once.
    for places in batched(rows.defer(*unread).iterator(AT_ONCE), AT_ONCE):
        for place in places:
            place.course = course
        prefetched = gathered(places, now=now, lessons=lessons)
        for place in places:
            steps_of[place.uid.hex] = _steps(place, prefetched, seen)
    return steps_of


def _steps(
    place: Enrollment, prefetched: Prefetched, by_view: dict[Hashable, tuple[ForecastStep, ...]]
) -> tuple[ForecastStep, ...]:
    if not prefetched.may_get(place):
        return ()
    view = _view(place, prefetched)
    if view.alike not in by_view:
        titles = {lesson.uid.hex: str(lesson) for lesson in prefetched.lessons[place.course_id]}
        by_view[view.alike] = tuple(
            ForecastStep(rehearsed.card.key, titles[rehearsed.card.key], rehearsed.at, view.zone)
            for rehearsed in _rehearsed(view, place, prefetched)
            if not rehearsed.skipped
        )
    return by_view[view.alike]


def rehearsed(*, enrollment: Enrollment, now: datetime) -> list[RehearsedLesson]:
    """The rest of the course for one person, from where she stands."""
    prefetched = gathered([enrollment], now=now)
    return list(_rehearsed(_view(enrollment, prefetched), enrollment, prefetched))


def _view(place: Enrollment, prefetched: Prefetched) -> ForecastStart:
    coming = tuple(prefetched.remaining(place))
    standing = Standing(
        previous=place.settled_at or place.confirmed_at or prefetched.now,
        at_once=place.at_once,
        pace=place.pace,
        begun=bool(prefetched.had[place.pk]),
        taken=prefetched.taken(place),
        paused_until=place.paused_until,
    )
    start, on_its_way = prefetched.now, None
    if place.message and place.next_lesson_id:
        start = max(place.message.not_before, prefetched.now)
        standing = replace(standing, previous=start, at_once=False, begun=True)
        on_its_way = next((lesson for lesson in coming if lesson.pk == place.next_lesson_id), None)
    lessons = tuple(lesson for lesson in coming if lesson is not on_its_way)
    return ForecastStart(
        zone=place.reader_zone,
        start=start,
        standing=standing,
        on_its_way=on_its_way,
        lessons=lessons,
        facts=prefetched.disclosed(place),
        asks_facts=any(prefetched.card(lesson, place.course).audience for lesson in lessons),
    )


def _rehearsed(
    view: ForecastStart, place: Enrollment, prefetched: Prefetched
) -> Iterator[RehearsedLesson]:
    """The letter on its way is taken to go when the post office may send it."""
    if view.on_its_way:
        card = prefetched.card(view.on_its_way, place.course)
        yield RehearsedLesson(card, view.start, view.start.astimezone(view.zone))
    cards = tuple(prefetched.card(lesson, place.course) for lesson in view.lessons)
    try:
        yield from rehearse(
            Plan(cards, view.zone.key),
            facts=view.facts,
            zone=view.zone.key,
            start=view.start,
            standing=view.standing,
        )
    except schedule.NeverOpens:
        return
