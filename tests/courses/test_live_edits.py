"""Random walks of edits, pauses, moves and outages on a live course: nobody stranded, no burst."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db.models import Q

from courses import actions
from courses.models import Course, Enrollment, Lesson, Progress
from tests.courses.conftest import make_lesson, run_to_end, tick

pytestmark = pytest.mark.slow

LATER = "later-"
"""Begins the short name of a lesson that was added while people were in the course."""
ZONES = ("Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "Asia/Kathmandu")


def turn_off_a_lesson(random: Random, course: Course, now: datetime) -> None:
    lessons = list(course.lessons.published())
    if len(lessons) > 3:
        actions.unpublish(lesson=random.choice(lessons), now=now)


def delete_a_lesson(random: Random, course: Course, now: datetime) -> None:
    unused = course.lessons.filter(progress=None)
    if unused.count() > 2:
        random.choice(list(unused)).delete()


def add_a_lesson(random: Random, course: Course, now: datetime) -> None:
    position = random.randint(1, 40)
    make_lesson(course, position, key=f"{LATER}{random.random()}", now=now)
    actions.look_again(course=course, now=now)


def add_a_lesson_for_newcomers(random: Random, course: Course, now: datetime) -> None:
    key = f"{LATER}{random.random()}"
    lesson = make_lesson(course, random.randint(1, 40), key=key, now=now)
    actions.only_for_newcomers(course=course, lessons=[lesson.uid.hex], now=now)


def change_the_timetable(random: Random, course: Course, now: datetime) -> None:
    Course.objects.filter(pk=course.pk).update(send_hour=random.choice((7, 9, 15)))
    course.lessons.update(delay_days=random.choice((0, 1, 2, 5)))
    actions.look_again(course=course, now=now)


def stop_and_open_the_course(random: Random, course: Course, now: datetime) -> None:
    state = Course.objects.get(pk=course.pk).state
    after = Course.State.OPEN if state == Course.State.PAUSED else Course.State.PAUSED
    actions.set_state(course=Course.objects.get(pk=course.pk), state=after, now=now)


def move_somebody(random: Random, course: Course, now: datetime) -> None:
    place = random.choice(list(Enrollment.objects.all()))
    actions.change_zone(contact=place.contact, zone=random.choice(ZONES), now=now)


def pause_somebody(random: Random, course: Course, now: datetime) -> None:
    place = random.choice(list(Enrollment.objects.all()))
    actions.pause(enrollment=place, days=random.choice((1, 14)), now=now)


def ask_for_the_next_now(random: Random, course: Course, now: datetime) -> None:
    place = random.choice(list(Enrollment.objects.all()))
    actions.send_now(enrollment=place, now=now)


EDITS = (
    turn_off_a_lesson,
    delete_a_lesson,
    add_a_lesson,
    add_a_lesson_for_newcomers,
    change_the_timetable,
    stop_and_open_the_course,
    move_somebody,
    pause_somebody,
    ask_for_the_next_now,
)


@pytest.mark.parametrize("seed", range(3))
def test_each_lesson_that_applies_once_in_order_at_most_one_a_day(
    joined: Callable[..., Enrollment], course: Course, moment: datetime, seed: int
) -> None:
    random = Random(seed)
    people = [joined(f"p{number}@example.org", zone=zone) for number, zone in enumerate(ZONES)]
    now = moment

    for step in range(60):
        if step == 30:
            people.append(joined("newcomer@example.org", now=now))
        if random.random() < 0.3:
            random.choice(EDITS)(random, course, now)
        tick(now)
        now += timedelta(hours=random.choice((1, 3, 9, 26)))
        if random.random() < 0.05:
            now += timedelta(days=9)
    actions.set_state(course=Course.objects.get(pk=course.pk), state=Course.State.OPEN, now=now)
    run_to_end(now, days=200)

    for person in people:
        person.refresh_from_db()
        rows = list(Progress.objects.filter(enrollment=person).order_by("at"))
        days = [row.day for row in rows]
        positions = [row.lesson.position for row in rows]
        assert person.state == Enrollment.State.FINISHED
        assert len(set(days)) == len(days)
        assert positions == sorted(positions)
        assert {row.outcome for row in rows} == {Progress.Outcome.SENT}
        not_hers = Q(newcomers_since__gte=person.confirmed_at)
        not_hers |= Q(saved_at__gt=person.finished_at)
        for_her = Lesson.objects.published().exclude(not_hers)
        assert not for_her.filter(position__gt=positions[-1]).exists()
        assert not Progress.objects.filter(
            enrollment=person, lesson__newcomers_since__gte=person.confirmed_at
        ).exists()
        from_the_start = set(Lesson.objects.published().exclude(key__startswith=LATER))
        assert from_the_start <= {row.lesson for row in rows}
