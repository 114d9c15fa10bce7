"""What the rows say about people in courses, read in bulk: as many queries for one as for hundreds.

Whatever asks about a next lesson asks here, of one person or of a batch: the engine, the
author's pages, the reader's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from contacts.models import SHARE_RESULT, Consent, Event, Suppression
from courses import schedule
from courses.gates import Situation
from courses.models import Course, Enrollment, Lesson, Progress
from courses.timetable import Card
from courses.variables import ASKS_LETTERS, ASKS_ONWARD, INVITES
from mail.actions import LETTERS
from mail.actions.person_facts import field_facts
from writing import segments
from writing.segments import BOOKED, HAS_NAME, Fact, Facts

REPLIED = "replied"  # the kind of event the post office records
INVITE_AGAIN_AFTER = timedelta(days=14)
LATELY = timedelta(days=2)  # a day of any zone that began before this is over everywhere


LessonDay = tuple[date, int, int]
"""A local day that a lesson takes, and the ids of the place and of the lesson."""


@dataclass(frozen=True)
class Prefetched:
    """Everything the gates ask about some places at one moment; ids are those of rows."""

    now: datetime
    lessons: Mapping[int, Sequence[Lesson]]  # of a course: the published ones, in order
    had: Mapping[int, dict[int, int]]  # of a place: lessons that are over, and their positions
    days: Mapping[int, list[LessonDay]]  # of a contact: the days taken lately and from now on
    agreed: frozenset[tuple[int, str]]  # contact and purpose
    decided: frozenset[int]  # contacts who said yes or no to one-off letters
    barred: frozenset[str]  # hashes of addresses not to mail
    onward: frozenset[tuple[int, int]]  # contact and course: whom the course before may ask
    talking: frozenset[int]  # contacts who wrote back lately
    known: Mapping[int, Mapping[str, Fact]]  # of a contact: tags and the like, if a lesson asks
    cards: dict[int, Card] = field(default_factory=dict)

    def card(self, lesson: Lesson, course: Course) -> Card:
        if lesson.pk not in self.cards:
            self.cards[lesson.pk] = lesson.card(course)
        return self.cards[lesson.pk]

    def remaining(self, place: Enrollment) -> Iterator[Lesson]:
        """The published lessons still ahead, in order: at or behind the last one had, and not
        for newcomers only.
        """
        had, joined_at = self.had[place.pk], place.confirmed_at
        last = max(had.values(), default=0)
        for lesson in self.lessons.get(place.course_id, ()):
            since = lesson.newcomers_since
            is_news = since and (not joined_at or joined_at <= since)
            # By position and by having had it: a lesson moved back behind the last one had is still
            # ahead, one moved in front of it is not sent late.
            if lesson.position >= last and lesson.pk not in had and not is_news:
                yield lesson

    def upcoming(self, place: Enrollment) -> Lesson | None:
        """The first published lesson ahead of a person."""
        return next(self.remaining(place), None)

    def facts(self, place: Enrollment) -> Facts:
        """What the letters go by: the frozen facts, and what has happened since."""
        frozen = Facts.from_json(place.facts)
        invites = not place.booked and place.contact_id not in self.talking
        now_known = {HAS_NAME: bool(place.first_name), BOOKED: place.booked, INVITES: invites}
        return frozen.with_facts(now_known)

    def is_last(self, place: Enrollment, lesson: Lesson) -> bool:
        """Whether no other lesson that is meant for this person is ahead."""
        facts = self.disclosed(place)
        return not any(
            segments.holds(self.card(other, place.course).audience, facts)
            for other in self.remaining(place)
            if other.pk != lesson.pk
        )

    def facts_in(self, lesson: Lesson, place: Enrollment) -> Facts:
        """What one letter goes by: the last one asks, once, whoever never decided about letters
        now and then, and whoever is not in the course that comes after.
        """
        letters = place.contact_id not in self.decided
        onward = (place.contact_id, place.course.then_id) in self.onward
        is_last = (letters or onward) and self.is_last(place, lesson)
        asks = {ASKS_LETTERS: letters and is_last, ASKS_ONWARD: onward and is_last}
        return self.facts(place).with_facts(asks)

    def disclosed(self, place: Enrollment) -> Facts:
        """What the audience of a lesson may ask: who gets which is seen on the desk."""
        shares = (place.contact_id, SHARE_RESULT) in self.agreed
        known = self.known.get(place.contact_id, {})
        return self.facts(place).with_facts(known).disclosed(shared=shares)

    def pace(self, place: Enrollment) -> int:
        """The days this person wants between two letters; before the first there is none to wait
        for.
        """
        return place.pace if self.had[place.pk] else 0

    def taken(self, place: Enrollment, lesson: Lesson | None = None) -> frozenset[date]:
        """The days on which this person has another lesson."""
        own = (place.pk, lesson.pk if lesson else 0)
        letters = frozenset(day for day in (place.letter_day,) if day)
        return letters | frozenset(
            day for day, *whose in self.days[place.contact_id] if tuple(whose) != own
        )

    def may_get(self, place: Enrollment) -> bool:
        """Whether this person agreed and may be mailed at all."""
        agreed = (place.contact_id, place.course.purpose) in self.agreed
        return agreed and place.contact.address_hash not in self.barred

    def situation(self, place: Enrollment, lesson: Lesson) -> Situation:
        """The person's next lesson at this moment, as the gates see it."""
        course, contact = place.course, place.contact
        return Situation(
            now=self.now,
            zone=place.reader_zone,
            card=self.card(lesson, course),
            previous=place.settled_at or place.confirmed_at or self.now,
            facts=self.disclosed(place),
            at_once=place.at_once,
            pace=self.pace(place),
            taken=self.taken(place, lesson),
            confirmed=place.confirmed_at is not None and contact.confirmed_at is not None,
            consented=(contact.pk, course.purpose) in self.agreed,
            mailable=contact.address_hash not in self.barred,
            paused_until=place.paused_until,
            course_paused=course.state == Course.State.PAUSED,
        )


def gathered(
    places: Sequence[Enrollment],
    *,
    now: datetime,
    lessons: Mapping[int, Sequence[Lesson]] | None = None,
) -> Prefetched:
    """All that is known about these places (with their courses and contacts) at this moment.

    `lessons`, by course, stand in place of the published ones: to see what a change would do.
    """
    contacts = {place.contact_id for place in places}
    courses = {place.course_id: place.course for place in places}
    hashes = {place.contact.address_hash for place in places}
    standing = Suppression.objects.standing().filter(address_hash__in=hashes)
    replies = Event.objects.filter(kind=REPLIED, contact__in=contacts)
    had, days = _progress(contacts, since=(now - LATELY).date())
    purposes = {SHARE_RESULT, LETTERS, *(course.purpose for course in courses.values())}
    words = _last_words(contacts, purposes)
    lessons = published_lessons(courses) if lessons is None else lessons
    return Prefetched(
        now=now,
        lessons=lessons,
        had=had,
        days=days,
        agreed=frozenset(pair for pair, act in words.items() if act == Consent.Act.GIVEN),
        decided=frozenset(contact for contact, purpose in words if purpose == LETTERS),
        onward=_onward(places),
        barred=frozenset(standing.values_list("address_hash", flat=True)),
        talking=frozenset(
            replies.filter(at__gt=now - INVITE_AGAIN_AFTER).values_list("contact", flat=True)
        ),
        known=field_facts(contacts) if _ask_people(lessons) else {},
    )


def _ask_people(lessons: Mapping[int, Sequence[Lesson]]) -> bool:
    """Whether one of them is only for people of whom something is known beside their answers."""
    rules = (lesson.published_body.audience for of in lessons.values() for lesson in of)
    return any(segments.asks_people(rule) for rule in rules)


def _onward(places: Sequence[Enrollment]) -> frozenset[tuple[int, int]]:
    """Contact and next course, where that takes people and they neither are in it nor left it."""
    wanted = {(place.contact_id, then) for place in places if (then := place.course.then_id)}
    if not wanted:
        return frozenset()
    courses = {course for _contact, course in wanted}
    offered = set(Course.objects.offered().filter(pk__in=courses).values_list("pk", flat=True))
    rows = Enrollment.objects.exclude(state=Enrollment.State.WAITING)
    rows = rows.filter(course__in=courses, contact__in={contact for contact, _course in wanted})
    entered = set(rows.values_list("contact", "course"))
    return frozenset(pair for pair in wanted - entered if pair[1] in offered)


def published_lessons(courses: Iterable[int]) -> dict[int, list[Lesson]]:
    """By course, in order."""
    published: dict[int, list[Lesson]] = defaultdict(list)
    rows = (
        Lesson.objects.published().filter(course__in=courses).select_related("letter", "published")
    )
    for lesson in rows.defer("letter__body", "published__closure"):
        published[lesson.course_id].append(lesson)
    return published


def _progress(
    contacts: Iterable[int], *, since: date
) -> tuple[dict[int, dict[int, int]], dict[int, list[LessonDay]]]:
    """Of each place the lessons that are over; of each contact the days taken from `since` on."""
    had: dict[int, dict[int, int]] = defaultdict(dict)
    days: dict[int, list[LessonDay]] = defaultdict(list)
    # Of the person, not of the place: promise 5 is one lesson a day from all courses together.
    rows = Progress.objects.filter(contact__in=contacts).order_by()
    columns = ("contact", "day", "enrollment", "lesson", "lesson__position", "outcome")
    for contact, day, place, lesson, position, outcome in rows.values_list(*columns):
        if outcome != Progress.Outcome.ON_ITS_WAY:
            had[place][lesson] = position
        if day and day >= since:
            days[contact].append((day, place, lesson))
    return had, days


def _last_words(contacts: Iterable[int], purposes: Iterable[str]) -> dict[tuple[int, str], str]:
    """What each of them said last of each purpose; asking is no word."""
    words = Consent.objects.filter(contact__in=contacts, purpose__in=purposes)
    # By id, as `Consent.objects.latest_act` and the claim do: two acts of one moment have an order,
    # and the last word of the dictionary below is the one that counts.
    said = words.exclude(act=Consent.Act.ASKED).order_by("id")
    return {
        (contact, why): act for contact, why, act in said.values_list("contact", "purpose", "act")
    }


def facts(enrollment: Enrollment, *, now: datetime) -> Facts:
    """What one person's lessons go by at this moment, and whether they go."""
    rows = gathered([enrollment], now=now)
    return rows.facts(enrollment).with_facts(rows.known.get(enrollment.contact_id, {}))


def due_at(situation: Situation) -> datetime | None:
    """When the timetable lets the lesson go, or None where it never does."""
    try:
        return situation.next_slot().opens_at
    except schedule.NeverOpens:
        return None
