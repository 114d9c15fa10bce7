"""The engine: looks at whoever is due, hands letters to the post office, follows what became of
them. Hundreds at a time, by the same pure rules that the rehearsal and the author's pages ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from courses import schedule
from courses.actions.batches import together
from courses.actions.enqueue import DueLesson, hand_over, passed_over
from courses.actions.enroll import mark_left
from courses.actions.next_lesson import LOOK_AGAIN, keep, plan
from courses.actions.prefetch import Prefetched, gathered
from courses.gates import Decision, GateAct, decide
from courses.models import Enrollment, Lesson, Progress
from courses.schedule import Opening
from mail.models import Message


def queue_due(*, now: datetime, limit: int = 500) -> int:
    """Look at those whose next lesson is due; returns how many were handled."""
    # Nothing is trusted from the row but that it is due: the gates ask all of it again.
    due = Enrollment.objects.due(now).select_related("contact")
    return together(due, _look, now=now, limit=limit)


def _look(places: list[Enrollment], now: datetime) -> None:
    """Send, skip, wait or leave, as the gates say."""
    prefetched = gathered(places, now=now)
    skipped: list[Progress] = []
    to_send: list[DueLesson] = []
    to_keep: list[Enrollment] = []
    for place in places:
        lesson, decision = _decision(place, prefetched, skipped)
        if decision is None or lesson is None:
            plan(place, prefetched)
        elif decision.act is GateAct.SEND:
            to_send.append(DueLesson(place, lesson, decision.slot))
            # Somebody in two courses may be in this batch twice: the second place sees the day as
            # taken.
            prefetched.days[place.contact_id].append((decision.slot.day, place.pk, lesson.pk))
        elif decision.act is GateAct.LEAVE:
            mark_left(place, now=now)
            continue
        else:
            place.next_lesson, place.due_at = lesson, decision.slot.opens_at
        to_keep.append(place)
    Progress.objects.bulk_create(skipped)
    hand_over(to_send, prefetched)
    keep(to_keep, now=now)


def _decision(
    place: Enrollment, prefetched: Prefetched, skipped: list[Progress]
) -> tuple[Lesson | None, Decision | None]:
    """What to do about the next lesson that is meant for this person; others are passed over."""
    while lesson := prefetched.upcoming(place):
        try:
            decision = decide(prefetched.situation(place, lesson))
        except schedule.NeverOpens:
            later = prefetched.now + LOOK_AGAIN
            return lesson, Decision(GateAct.WAIT, Opening(prefetched.now.date(), later, later))
        if decision.act is not GateAct.SKIP:
            return lesson, decision
        why = decision.gate.sentence if decision.gate else ""
        skipped.append(passed_over(place, lesson, why=why, prefetched=prefetched))
    return None, None


OUTCOMES = {
    Message.State.SENT: Progress.Outcome.SENT,
    Message.State.FAILED: Progress.Outcome.FAILED,
    Message.State.SKIPPED: Progress.Outcome.SKIPPED,
}
CONTENTS = ("facts", "names", "values", "attachment")


def settle(*, now: datetime, limit: int = 500) -> int:
    """Follow letters that reached their end: sent ones lead to the next lesson after its delay,
    failed and skipped ones at once, withdrawn and expired ones return to the timetable.
    """
    over = Enrollment.objects.settled().select_related("contact", "message")
    over = over.defer(*(f"message__{name}" for name in CONTENTS))
    return together(over, _settle, now=now, limit=limit)


def _settle(places: list[Enrollment], now: datetime) -> None:
    messages = {place.pk: place.message for place in places if place.message}
    # First the rows of the lessons, then the plan: `gathered` reads from them what each has had.
    _follow(places, messages, now)
    for place in places:
        place.message = None
    prefetched = gathered(places, now=now)
    for place in places:
        if place.state == Enrollment.State.ACTIVE:
            # One the author took back stays away for the rest of the day.
            taken_back = messages[place.pk].state == Message.State.WITHDRAWN
            plan(place, prefetched, spare_today=taken_back)
    keep(places, now=now)


def _follow(places: list[Enrollment], messages: Mapping[int, Message], now: datetime) -> None:
    """What became of the letters becomes what became of the lessons, and of their days."""
    under_way = Progress.objects.filter(
        enrollment__in=messages, outcome=Progress.Outcome.ON_ITS_WAY
    )
    rows = {row.enrollment_id: row for row in under_way}
    over: list[Progress] = []
    for place in places:
        message, row = messages[place.pk], rows.get(place.pk)
        outcome = OUTCOMES.get(Message.State(message.state))
        if outcome is None:
            continue
        sent = outcome is Progress.Outcome.SENT
        # The delay to the next lesson counts from the sending, not from this tick, which may come
        # late.
        place.settled_at = message.sent_at or message.settled_at or now
        place.at_once = not sent
        if row:
            row.outcome, row.at, row.day = outcome, place.settled_at, row.day if sent else None
            row.why = "" if sent else message.reason[:200]
            over.append(row)
    Progress.objects.bulk_create(
        over,
        update_conflicts=True,
        unique_fields=("id",),
        update_fields=("outcome", "at", "why", "day"),
    )
    # Asked anew: those above have an outcome by now. Left are withdrawn and expired letters, whose
    # lessons lie ahead again and give their day back.
    under_way.delete()
