"""What lies ahead of everybody in a course, or of one person: the rehearsal from where they stand.

Reads rows in bulk, so that hundreds of people take a second; the rules are the engine's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from courses import impact, schedule
from courses.actions.asking import remaining
from courses.impact import Step
from courses.models import Course, Enrollment, Lesson, Progress
from courses.plan import Card, Plan
from courses.rehearsal import Rehearsed, Standing, rehearse
from writing.facts import Facts

MOST = 2000
"""How many people a forecast looks at, those whose next lesson comes first."""


@dataclass(frozen=True)
class Past:
    """What one person had: lessons with their places, and the days lessons took."""

    had: dict[int, int]
    days: frozenset[date]


def ahead(*, course: Course, now: datetime, most: int = MOST) -> impact.Ahead:
    """What lies ahead of everybody in a course, were it to go on from `now`."""
    active = course.enrollments.filter(state=Enrollment.State.ACTIVE)
    rows = active.select_related("contact", "course", "message").order_by("due_at", "pk")
    places = list(rows[:most])
    lessons = list(course.lessons.published().defer("body"))
    pasts = _pasts(places)
    return {place.uid.hex: tuple(_steps(place, lessons, pasts[place.pk], now)) for place in places}


def _steps(place: Enrollment, lessons: list[Lesson], past: Past, now: datetime) -> Iterator[Step]:
    titles = {lesson.uid.hex: str(lesson) for lesson in lessons}
    for one in _rehearsed(place, lessons, past, now):
        if not one.skipped:
            yield Step(one.card.key, titles[one.card.key], one.at, place.reader_zone)


def rehearsed(*, enrollment: Enrollment, now: datetime) -> list[Rehearsed]:
    """The rest of the course for one person, from where she stands."""
    lessons = list(enrollment.course.lessons.published().defer("body"))
    past = _pasts([enrollment])[enrollment.pk]
    return list(_rehearsed(enrollment, lessons, past, now))


def _rehearsed(
    place: Enrollment, lessons: list[Lesson], past: Past, now: datetime
) -> Iterator[Rehearsed]:
    """The letter on its way is taken to go when the post office may send it."""
    course = place.course
    coming = remaining(lessons, had=past.had, joined_at=place.confirmed_at)
    cards = [lesson.card(course) for lesson in coming]
    known = Standing(
        previous=place.settled_at or place.confirmed_at or now,
        at_once=place.at_once,
        taken=past.days,
        paused_until=place.paused_until,
    )
    zone, start = place.reader_zone, now
    if place.message and place.next_lesson_id:
        on_its_way, cards = _split(cards, lessons, place.next_lesson_id)
        start = max(place.message.not_before, now)
        known = replace(known, previous=start, at_once=False)
        yield from (Rehearsed(card, start, start.astimezone(zone)) for card in on_its_way)
    facts = replace(Facts.from_json(place.facts), booked=place.booked)
    facts = replace(facts, has_name=bool(place.first_name))
    try:
        yield from rehearse(
            Plan(tuple(cards), zone.key), facts=facts, zone=zone.key, start=start, standing=known
        )
    except schedule.NeverOpens:
        return


def _split(
    cards: list[Card], lessons: Iterable[Lesson], current: int
) -> tuple[list[Card], list[Card]]:
    """The card of the lesson on its way, and the others."""
    keys = {lesson.uid.hex for lesson in lessons if lesson.pk == current}
    return [card for card in cards if card.key in keys], [c for c in cards if c.key not in keys]


def _pasts(places: list[Enrollment]) -> dict[int, Past]:
    had: dict[int, dict[int, int]] = defaultdict(dict)
    days: dict[int, set[date]] = defaultdict(set)
    rows = Progress.objects.filter(contact__in=[place.contact_id for place in places])
    for row in rows.select_related("lesson").only(
        "enrollment_id", "contact_id", "outcome", "day", "lesson__position"
    ):
        if row.outcome != Progress.Outcome.ON_ITS_WAY:
            had[row.enrollment_id][row.lesson_id] = row.lesson.position
        if row.day:
            days[row.contact_id].add(row.day)
    return {place.pk: Past(had[place.pk], frozenset(days[place.contact_id])) for place in places}
