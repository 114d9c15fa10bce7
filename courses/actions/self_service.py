"""What a reader does on her own page: pause, go on, another pace or zone, have a lesson now."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction

from contacts import actions as contacts
from contacts.clean_name import readable
from contacts.models import Consent, Contact
from courses import schedule
from courses.actions.enqueue import DueLesson, hand_over, passed_over
from courses.actions.enroll import leave
from courses.actions.next_lesson import keep, locked, plan_next, replan
from courses.actions.prefetch import Prefetched, gathered
from courses.gates import Situation, gates
from courses.models import Enrollment, LastWord, Lesson
from courses.schedule import Opening
from mail import actions as mail
from mail.models import Message
from writing import segments

State = Enrollment.State


@transaction.atomic
def pause(*, enrollment: Enrollment, days: int, now: datetime) -> Enrollment:
    """No lesson for so many of the reader's days, today included."""
    enrollment = locked(enrollment.pk)
    if enrollment.state != State.ACTIVE:
        return enrollment
    zone = enrollment.reader_zone
    last = schedule.local_day(now, zone) + timedelta(days=days - 1)
    enrollment.paused_until = schedule.day_end(last, zone=zone)
    enrollment.save(update_fields=("paused_until",))
    contacts.record(contact=enrollment.contact, kind="course_paused", now=now)
    return replan(enrollment, reason="The reader paused the course.", now=now)


@transaction.atomic
def pause_all(*, contact: Contact, days: int, now: datetime) -> None:
    """No lesson and no letter now and then for so many of the reader's days, today included."""
    for enrollment in contact.enrollments.filter(state=State.ACTIVE).order_by("pk"):
        pause(enrollment=enrollment, days=days, now=now)
    pause_letters(contact=contact, days=days, now=now)


def pause_letters(*, contact: Contact, days: int, now: datetime) -> None:
    """No letter now and then for so many of the reader's days, today included."""
    zone = schedule.zone(contact.zone)
    last = schedule.local_day(now, zone) + timedelta(days=days - 1)
    mail.pause_letters(contact=contact, until=schedule.day_end(last, zone=zone), now=now)


@transaction.atomic
def resume_all(*, contact: Contact, now: datetime) -> None:
    """End every pause early."""
    for enrollment in contact.enrollments.filter(state=State.ACTIVE).order_by("pk"):
        resume(enrollment=enrollment, now=now)
    mail.pause_letters(contact=contact, until=None, now=now)


@transaction.atomic
def resume(*, enrollment: Enrollment, now: datetime) -> Enrollment:
    """End a pause early."""
    enrollment = locked(enrollment.pk)
    if enrollment.paused_until is None or enrollment.state != State.ACTIVE:
        return enrollment
    enrollment.paused_until = None
    enrollment.save(update_fields=("paused_until",))
    contacts.record(contact=enrollment.contact, kind="course_resumed", now=now)
    return replan(enrollment, reason="", now=now)


@transaction.atomic
def change_pace(*, enrollment: Enrollment, days: int, now: datetime) -> Enrollment:
    """Letters come more or less often from now on; one on its way, and what was had, stays."""
    enrollment = locked(enrollment.pk)
    if enrollment.pace == days or enrollment.state not in (State.WAITING, State.ACTIVE):
        return enrollment
    enrollment.pace = days
    enrollment.save(update_fields=("pace",))
    contacts.record(contact=enrollment.contact, kind="course_pace", now=now, days=days)
    # Only what no worker has claimed is dated anew: `replan` leaves a letter that is leaving.
    if enrollment.state == State.ACTIVE:
        replan(enrollment, reason="The reader changed how often letters come.", now=now)
    return enrollment


@transaction.atomic
def change_zone(*, contact: Contact, zone: str, now: datetime) -> None:
    """The reader lives by another clock from now on, in every course."""
    Contact.objects.filter(pk=contact.pk).update(zone=zone)
    # One by one and under each lock: a tick may be planning one of them by the old clock.
    for pk in Enrollment.objects.filter(contact=contact).values_list("pk", flat=True):
        enrollment = locked(pk)
        enrollment.zone = zone
        enrollment.save(update_fields=("zone",))
        if enrollment.state == State.ACTIVE:
            replan(enrollment, reason="The reader moved to another time zone.", now=now)


@transaction.atomic
def change_name(*, contact: Contact, first_name: str, now: datetime) -> None:
    """How letters greet the reader from now on, in every course; empty: without a name."""
    name = readable(first_name)
    if Contact.objects.filter(pk=contact.pk).exclude(first_name=name).update(first_name=name):
        contacts.record(contact=contact, kind="name_changed", now=now)
    for pk in Enrollment.objects.filter(contact=contact).values_list("pk", flat=True):
        enrollment = locked(pk)
        enrollment.first_name = name
        enrollment.save(update_fields=("first_name",))


@transaction.atomic
def answer_at_the_end(*, enrollment: Enrollment, tried: str, wrong: str, now: datetime) -> LastWord:
    """Keep what the reader says of the whole course; a second answer replaces the first."""
    said, created = LastWord.objects.update_or_create(
        enrollment=enrollment, defaults={"tried": tried, "wrong": wrong.strip(), "at": now}
    )
    if created:
        contacts.record(contact=enrollment.contact, kind="course_answered", now=now)
    return said


def letters_so_far(enrollment: Enrollment) -> list[Message]:
    """Every lesson this reader was sent, oldest first."""
    sent = Message.objects.real().filter(
        contact=enrollment.contact, consent=enrollment.course.purpose, state=Message.State.SENT
    )
    return list(sent.select_related("letter").order_by("sent_at", "pk"))


class SentNow(Enum):
    """What came of asking for the next lesson now."""

    QUEUED = "queued"
    ON_ITS_WAY = "on_its_way"
    ALREADY_TODAY = "already_today"
    NOT_NOW = "not_now"


TIME_DECIDES = {"not_paused", "audience", "previous_settled", "window", "one_a_day"}


@transaction.atomic
def send_now(*, enrollment: Enrollment, now: datetime) -> SentNow:
    """The reader asks for her next lesson now; it counts as this day's."""
    # The scheduler skips what is locked here, and what it has locked is waited for: one of the two
    # hands the lesson over, and the other finds the message there.
    enrollment = locked(enrollment.pk)
    if enrollment.message_id:
        return SentNow.ON_ITS_WAY
    if enrollment.state != Enrollment.State.ACTIVE:
        return SentNow.NOT_NOW
    rows = gathered([enrollment], now=now)
    lesson = _next_meant_for(enrollment, rows)
    if lesson is None:
        plan_next(enrollment, now=now)
        return SentNow.NOT_NOW
    situation = rows.situation(enrollment, lesson)
    if situation.today in situation.taken:
        return SentNow.ALREADY_TODAY
    if any(not gate.open for gate in gates(situation) if gate.name not in TIME_DECIDES):
        return SentNow.NOT_NOW
    # Nothing where another course of theirs took the day at this very moment (promise 5).
    handed = hand_over([DueLesson(enrollment, lesson, _slot_now(situation))], rows)
    keep([enrollment], now=now)
    return SentNow.QUEUED if handed else SentNow.ALREADY_TODAY


def _next_meant_for(enrollment: Enrollment, rows: Prefetched) -> Lesson | None:
    """The next lesson whose audience the reader belongs to; others are passed over."""
    while lesson := rows.upcoming(enrollment):
        card = rows.card(lesson, enrollment.course)
        if segments.holds(card.audience, rows.disclosed(enrollment)):
            return lesson
        why = "The reader asked for the next one."
        passed_over(enrollment, lesson, why=why, prefetched=rows).save()
        enrollment.save(update_fields=("settled_at", "at_once"))
    return None


def _slot_now(situation: Situation) -> Opening:
    """From now until midnight where the reader is."""
    return Opening(
        situation.today, situation.now, schedule.day_end(situation.today, zone=situation.zone)
    )


def standing(contact: Contact) -> list[Consent]:
    """Every yes of theirs that holds, in the words it was given, the latest of each purpose."""
    given = contact.consents.filter(act=Consent.Act.GIVEN).order_by("pk")
    latest = {consent.purpose: consent for consent in given}
    return [latest[purpose] for purpose in contacts.standing_purposes(contact)]


@transaction.atomic
def withdraw(*, contact: Contact, purpose: str, now: datetime) -> None:
    """Take one yes back, and leave the course it was for. What else they agreed to stays."""
    for enrollment in contact.enrollments.select_related("course__offer"):
        if enrollment.course.purpose == purpose:
            leave(enrollment=enrollment, now=now)
    wording = "Taken back on the reader's own page."
    contacts.withdraw(contact=contact, purpose=purpose, wording=wording, now=now)
