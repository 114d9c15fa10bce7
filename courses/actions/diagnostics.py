"""What the author and the reader may ask about one person's next lesson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from courses.actions.onward import why_onward
from courses.actions.prefetch import Prefetched, due_at, gathered
from courses.diagnostics import Diagnosis
from courses.gates import gates
from courses.models import Enrollment
from health.models import Heartbeat
from mail.models import Breaker
from practice.models import Practice


@dataclass(frozen=True)
class NextLesson:
    """The place of the next lesson in the order, and when it comes; or it is on its way now."""

    position: int
    at: datetime
    on_its_way: bool = False


def why(
    enrollment: Enrollment, *, sees_answers: bool = True, now: datetime, real_now: datetime
) -> Diagnosis:
    """Every gate for a person's next lesson, open or shut, and when it is due; nothing of one that
    only some answers bring, for whoever may not see answers.

    `real_now` is the machine's time, by which processes are alive.
    """
    return whys([enrollment], sees_answers=sees_answers, now=now, real_now=real_now)[0]


def whys(
    places: Sequence[Enrollment], *, sees_answers: bool = True, now: datetime, real_now: datetime
) -> list[Diagnosis]:
    """The same for several places, in as many questions as for one."""
    if not places:
        return []
    rows = gathered(places, now=now)
    limit = held_back()
    # By the machine's time: a pretend clock that is moved makes no process silent.
    alive = Heartbeat.objects.alive(real_now).exclude(kind="web").exists()
    home = ZoneInfo(Practice.objects.the().zone)
    reasons = [_why(place, rows, limit, alive) for place in places]
    if not sees_answers:
        reasons = [
            Diagnosis(reason.state, zone=reason.zone) if is_for_some(place, rows) else reason
            for place, reason in zip(places, reasons, strict=True)
        ]
    led = why_onward(places)
    return [
        replace(reason, home=home, onward=led.get(place.pk, ""))
        for place, reason in zip(places, reasons, strict=True)
    ]


def is_for_some(place: Enrollment, rows: Prefetched) -> bool:
    """Whether only some answers bring the next lesson."""
    lesson = place.next_lesson or rows.upcoming(place)
    return lesson is not None and lesson.is_for_some


def _why(place: Enrollment, rows: Prefetched, limit: str, workers_alive: bool) -> Diagnosis:
    lesson = place.next_lesson or rows.upcoming(place)
    if lesson is None or place.state in (Enrollment.State.FINISHED, Enrollment.State.LEFT):
        return Diagnosis(place.get_state_display(), zone=place.reader_zone)
    # What only the author's page asks. The engine holds the place itself, and leaves limits and
    # workers to the post office: a lesson that is queued meanwhile goes when they allow.
    situation = replace(
        rows.situation(place, lesson),
        on_its_way=place.message_id is not None,
        limit=limit,
        workers_alive=workers_alive,
    )
    return Diagnosis(
        place.get_state_display(),
        zone=situation.zone,
        lesson=str(lesson),
        gates=tuple(gates(situation)),
        due_at=due_at(situation),
    )


def coming(enrollment: Enrollment, *, now: datetime) -> NextLesson | None:
    """The next lesson and when it comes, for the reader; None when none will."""
    lesson = enrollment.next_lesson
    if enrollment.state != Enrollment.State.ACTIVE or lesson is None:
        return None
    if enrollment.message:
        return NextLesson(lesson.position, max(enrollment.message.not_before, now), True)
    at = due_at(gathered([enrollment], now=now).situation(enrollment, lesson))
    return NextLesson(lesson.position, max(at, now)) if at else None


def awaits(enrollment: Enrollment) -> bool:
    """Whether a yes would change anything."""
    return enrollment.state in (Enrollment.State.WAITING, Enrollment.State.LEFT)


def held_back() -> str:
    """Why the post office is holding mail back, if it is."""
    pause = Breaker.objects.filter(paused_at__isnull=False).first()
    return pause.reason if pause else ""
