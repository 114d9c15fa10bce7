"""People in every time zone through a year of courses on a pretend clock, by the real engine.

The post office only writes down; everything else is the product. Every lesson is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from time import perf_counter
from zoneinfo import ZoneInfo

from django.db.models import Min

from contacts.models import Consent, Contact, address_hash
from courses import actions
from courses.models import Course, Enrollment, Lesson, Progress
from courses.schema import LessonBody
from mail.models import Message, MessageState
from offers.models import Offer
from practice.zones import known_zones
from publishing import actions as publishing
from writing.segments import Facts

START = datetime(2026, 11, 23, tzinfo=UTC)
YEAR = timedelta(days=365)
JOINING = timedelta(days=320)  # who comes later would not be through by the end of the year
BEAT = timedelta(hours=4)  # as seldom as windows of four hours allow: each sees one pass
BATCH = 500  # as in courses.tasks
DELAYS = (1, 2, 3, 2, 2, 4, 3, 4)
WORDING = "Eight letters."


@dataclass
class Count:
    """What was found: how many lessons, and every promise that was broken."""

    lessons: int = 0
    lost: int = 0
    doubled: int = 0
    outside: int = 0
    two_a_day: int = 0
    out_of_order: int = 0
    zones: set[str] = field(default_factory=set)
    seconds: float = 0  # what the timetable itself took; the post office is not in it

    @property
    def faults(self) -> int:
        return self.lost + self.doubled + self.outside + self.two_a_day + self.out_of_order


def course_of(lessons: int) -> Course:
    """A course with the delays of the one shipped."""
    offer = Offer.objects.create(name="A year", slug="year", state="open", made_at=START)
    course = Course.objects.create(
        offer=offer, slug="year", title="A year", consent_wording=WORDING
    )
    for position, delay in enumerate(DELAYS[:lessons], start=1):
        title = f"Lesson {position}"
        body = LessonBody(title=title, subject=title, text=f"Hello, this is lesson {position}.")
        row = Lesson(course=course, key=f"lesson-{position}", position=position, delay_days=delay)
        publishing.publish(publishing.create(row, body=body, now=START), now=START)
    return course


def people_in(course: Course, count: int) -> None:
    """People spread over the zones and the year, their asking on record, none confirmed."""
    zones = sorted(known_zones())
    known = [
        Contact(
            email=f"year{number}@example.net",
            address_hash=address_hash(f"year{number}@example.net"),
            zone=zones[number % len(zones)],
            created_at=START,
        )
        for number in range(count)
    ]
    Contact.objects.bulk_create(known, batch_size=2000)
    asked = [
        Consent(
            contact=one,
            purpose=course.purpose,
            act=Consent.Act.ASKED,
            wording=WORDING,
            at=START,
        )
        for one in known
    ]
    Consent.objects.bulk_create(asked, batch_size=2000)
    Enrollment.objects.bulk_create(
        [
            Enrollment(
                contact=one,
                course=course,
                consent=consent,
                facts=Facts().as_json(),
                zone=one.zone,
                created_at=START,
            )
            for one, consent in zip(known, asked, strict=True)
        ],
        batch_size=2000,
    )


def arrivals(course: Course, groups: int) -> Iterator[tuple[datetime, dict[int, datetime]]]:
    """Passes of the scheduler over the ten months, and who pressed the link before each, when."""
    ids = list(course.enrollments.order_by("pk").values_list("pk", flat=True))
    for number in range(groups):
        at = on_beat(START + JOINING * number / groups)
        minutes = (timedelta(minutes=7 * place % 240) for place in range(len(ids)))
        yield at, {pk: at - ago for pk, ago in zip(ids[number::groups], minutes, strict=False)}


def on_beat(moment: datetime) -> datetime:
    """The first pass at or after a moment."""
    return moment + (START - moment) % BEAT


def confirm(moments: dict[int, datetime]) -> None:
    """The rows that `courses.actions.confirm` leaves, for many; the engine plans the rest."""
    places = list(Enrollment.objects.filter(pk__in=moments).select_related("contact", "consent"))
    for place in places:
        at = moments[place.pk]
        place.state = Enrollment.State.ACTIVE
        place.confirmed_at = place.settled_at = place.due_at = at
        place.contact.confirmed_at = at
    Consent.objects.bulk_create(
        Consent(
            contact=place.contact,
            purpose=place.consent.purpose,
            act=Consent.Act.GIVEN,
            wording=place.consent.wording,
            at=moments[place.pk],
        )
        for place in places
    )
    Contact.objects.bulk_update([place.contact for place in places], ["confirmed_at"])
    steps = ["state", "confirmed_at", "settled_at", "due_at"]
    Enrollment.objects.bulk_update(places, steps)


def deliver(now: datetime) -> None:
    """What the post office does with whatever may go at this moment."""
    waiting = Message.objects.filter(state=MessageState.QUEUED, not_before__lte=now)
    waiting.filter(not_after__lte=now).update(state=MessageState.EXPIRED, settled_at=now)
    waiting.update(state=MessageState.SENT, sent_at=now, settled_at=now)


def tick(now: datetime) -> float:
    """One pass of the scheduler and the post office; the seconds the scheduler took."""
    began, handled = perf_counter(), BATCH
    while handled == BATCH:
        handled = actions.queue_due(now=now, limit=BATCH)
    took = perf_counter() - began
    deliver(now)
    began, handled = perf_counter(), BATCH
    while handled == BATCH:
        handled = actions.settle(now=now, limit=BATCH)
    return took + perf_counter() - began


def live(course: Course, groups: int) -> float:
    """The year, from one pass somebody waits for to the next; the scheduler's seconds."""
    took = 0.0
    coming = arrivals(course, groups)
    upcoming = next(coming, None)
    waiting = Enrollment.objects.filter(state=Enrollment.State.ACTIVE, message=None)
    now, end = START, START + YEAR
    while now < end:
        due = waiting.aggregate(first=Min("due_at"))["first"] or end
        now = min(on_beat(due), upcoming[0] if upcoming else end)
        if upcoming and upcoming[0] <= now:
            confirm(upcoming[1])
            upcoming = next(coming, None)
        took += tick(now)
    return took


def counted(course: Course, lessons: int) -> Count:
    """Every lesson of everybody, looked at in the reader's own zone."""
    found = Count()
    sent = Message.objects.filter(state=MessageState.SENT, consent=course.purpose)
    moments = dict(sent.values_list("key", "sent_at"))
    found.doubled = Message.objects.filter(consent=course.purpose).count() - len(moments)
    rows = Progress.objects.filter(enrollment__course=course).order_by("enrollment", "at", "id")
    places = rows.select_related("enrollment", "lesson").iterator(chunk_size=5000)
    for _pk, group in groupby(places, key=lambda row: row.enrollment_id):
        _count(list(group), moments, lessons, found)
    people = course.enrollments.count()
    found.lost = people * lessons - found.lessons
    return found


def _count(rows: list[Progress], moments: dict[str, datetime], lessons: int, found: Count) -> None:
    zone = ZoneInfo(rows[0].enrollment.zone)
    found.zones.add(zone.key)
    times = [
        moments[key].astimezone(zone)
        for row in rows
        if (key := row.enrollment.message_key(row.lesson)) in moments
    ]
    found.lessons += len(times)
    found.outside += sum(not (9 <= at.hour < 13 and at.weekday() < 5) for at in times)
    found.two_a_day += sum(many > 1 for many in Counter(at.date() for at in times).values())
    order = [row.lesson.position for row in rows]
    found.out_of_order += order != list(range(1, lessons + 1))


def year(people: int, *, lessons: int, groups: int) -> Count:
    """The whole thing, with people coming in so many groups; `contacts` starts empty."""
    course = course_of(lessons)
    people_in(course, people)
    took = live(course, groups)
    found = counted(course, lessons)
    found.seconds = took
    return found


def main() -> None:
    people, lessons = map(int, input().split())
    found = year(people, lessons=lessons, groups=min(people, JOINING // BEAT))
    bad = (found.lost, found.doubled, found.outside, found.two_a_day, found.out_of_order)
    print(found.lessons, len(found.zones), *bad, round(found.seconds * 1000), flush=True)
