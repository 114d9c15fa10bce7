"""A course of short lessons, people in it, and a post office that only writes down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from contacts import actions as contacts
from contacts.models import Contact
from courses import actions
from courses.models import Course, Enrollment, Lesson
from courses.schema import LessonBody
from mail.models import Message
from publishing import actions as publishing
from tests.documents import MADE
from tests.offers import an_offer
from tests.starter_axes import AXES
from writing.segments import Facts

DELAYS = (1, 2, 3, 2, 2, 4, 3, 4)
WORDING = "Eight letters."
NOBODY = Facts()
STEP = timedelta(minutes=20)


def make_lesson(
    course: Course,
    position: int,
    *,
    is_published: bool = True,
    now: datetime = MADE,
    title: str = "",
    **columns: object,
) -> Lesson:
    title = title or f"Lesson {position}"
    body = LessonBody(title=title, subject=title, text=f"Hello, this is lesson {position}.")
    usual = {
        "key": f"lesson-{position}",
        "position": position,
        "delay_days": DELAYS[(position - 1) % len(DELAYS)],
    }
    lesson = publishing.create(Lesson(course=course, **usual | columns), body=body, now=now)
    if is_published:
        publishing.publish(lesson, now=now)
    return lesson


def make_course(slug: str, *, lessons: int = 8, **fields: object) -> Course:
    course = Course.objects.create(
        offer=an_offer(slug), slug=slug, title=slug, consent_wording=WORDING, **fields
    )
    for position in range(1, lessons + 1):
        make_lesson(course, position)
    return course


@pytest.fixture(autouse=True)
def starter_axes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers took the starter assessment, which need not be in the database for it."""
    monkeypatch.setattr("courses.models.course.published_axes", lambda _offer=None: AXES)


@pytest.fixture
def course(once: Callable[..., None]) -> Course:
    once("eight lessons", lambda: make_course("resistance-reframe"))
    return Course.objects.get(slug="resistance-reframe")


@pytest.fixture
def asked(course: Course, moment: datetime) -> Callable[..., Enrollment]:
    """`asked(email, zone=…)`: a place that waits for its confirm link."""

    def ask(
        email: str = "robin@example.org",
        *,
        zone: str = "Europe/Berlin",
        into: Course = course,
        facts: Facts = NOBODY,
        first_name: str = "Robin",
        now: datetime = moment,
    ) -> Enrollment:
        contact, _created = contacts.meet(email=email, first_name=first_name, zone=zone, now=now)
        consent = contacts.ask(contact=contact, purpose=into.purpose, wording=WORDING, now=now)
        return actions.enroll(
            contact=contact,
            course=into,
            consent=consent,
            facts=facts,
            names={},
            first_name=first_name,
            zone=zone,
            now=now,
        )

    return ask


@pytest.fixture
def joined(asked: Callable[..., Enrollment], moment: datetime) -> Callable[..., Enrollment]:
    """`joined(email, now=…)`: in the course, confirmed at `now`."""

    def join(*args: object, now: datetime = moment, **fields: object) -> Enrollment:
        return actions.confirm(enrollment=asked(*args, now=now, **fields), now=now)

    return join


def deliver(now: datetime, *, state: str = Message.State.SENT) -> None:
    """What the post office does with whatever may go at this moment."""
    waiting = Message.objects.filter(state=Message.State.QUEUED)
    waiting.filter(not_after__lte=now).update(state=Message.State.EXPIRED, settled_at=now)
    sent_at = now if state == Message.State.SENT else None
    waiting.filter(not_before__lte=now).update(state=state, sent_at=sent_at, settled_at=now)


def tick(now: datetime) -> None:
    """One pass of the schedulers and of the post office."""
    actions.settle(now=now)
    actions.welcome_back(now=now)
    actions.queue_due(now=now)
    deliver(now)


def run(start: datetime, until: datetime, *, step: timedelta = STEP) -> None:
    """The simulated clock."""
    now = start
    while now < until:
        tick(now)
        now += step


def run_to_end(start: datetime, *, days: int = 60) -> None:
    """The simulated clock, in steps that skip what nobody is waiting for."""
    now, end = start, start + timedelta(days=days)
    while now < end:
        tick(now)
        nexts = Enrollment.objects.filter(state="active", message=None, due_at__gt=now)
        due = nexts.order_by("due_at").values_list("due_at", flat=True).first()
        busy = Enrollment.objects.filter(message__isnull=False).exists()
        if not busy and due is None:
            return
        now = now + timedelta(seconds=20) if busy or due is None else due


def sent(contact: Contact) -> list[tuple[str, datetime]]:
    """(subject, when) of every lesson this person was sent, in order."""
    rows = Message.objects.filter(contact=contact, state=Message.State.SENT).order_by("sent_at")
    return [(row.letter.body["subject"], row.sent_at) for row in rows.select_related("letter")]
