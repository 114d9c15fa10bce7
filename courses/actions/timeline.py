"""What happened to one person in a course, newest first: events, consents, letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.models import Enrollment

MOST = 100
KINDS: dict[str, Promise] = {
    "guide_asked": _("asked for the guide"),
    "confirmed": _("confirmed by link"),
    "proved": _("said the address is theirs"),
    "unsubscribed": _("stopped"),
    "resubscribed": _("took the stop back"),
    "course_paused": _("paused the course"),
    "course_resumed": _("went on with the course"),
    "course_finished": _("had every lesson"),
    "course_answered": _("answered the question at the end"),
    "confirm_reminder": _("was reminded to confirm"),
    "address_changed": _("changed the address"),
    "replied": _("wrote back"),
    "booked": _("booked an hour"),
    "booking_moved": _("moved the booking"),
    "booking_canceled": _("cancelled the booking"),
    "booking_lapsed": _("did not confirm the booking"),
    "bounced": _("a mail came back: the address does not exist"),
    "complained": _("marked a mail as spam"),
}


@dataclass(frozen=True)
class CourseEvent:
    """One thing that happened, in words for the author."""

    at: datetime
    words: str


def timeline(enrollment: Enrollment) -> list[CourseEvent]:
    """The last hundred things."""
    lines = [*_events(enrollment), *_consents(enrollment), *_letters(enrollment)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:MOST]


def _events(enrollment: Enrollment) -> Iterator[CourseEvent]:
    for event in enrollment.contact.events.all()[:MOST]:
        yield CourseEvent(event.at, str(KINDS.get(event.kind, event.kind.replace("_", " "))))


def _consents(enrollment: Enrollment) -> Iterator[CourseEvent]:
    for consent in enrollment.contact.consents.filter(purpose=enrollment.course.purpose):
        yield CourseEvent(consent.at, f"{consent.get_act_display()}: “{consent.wording}”")


def _letters(enrollment: Enrollment) -> Iterator[CourseEvent]:
    for row in enrollment.progress.select_related("lesson"):
        why = f" ({row.why})" if row.why else ""
        yield CourseEvent(row.at, f"{row.lesson}: {row.get_outcome_display()}{why}")
