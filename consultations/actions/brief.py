"""The author's brief of a booking, gathered from rows. Changes nothing."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from assessments.models import Attempt
from consultations.brief import Brief, Shared, shared
from consultations.models import Booking
from consultations.wording import when_zone_text
from contacts.models import Consent
from courses.models import Progress
from practice.models import Practice

PURPOSE = "share-result"


def shared_attempt(booking: Booking) -> Attempt | None:
    """The answers that came with the booking, unless their owner took that back since."""
    if booking.attempt_id is None:
        return None
    said = Consent.objects.filter(contact=booking.contact_id, purpose=PURPOSE)
    last = said.order_by("-id").values_list("act", flat=True).first()
    if last == Consent.Act.WITHDRAWN:
        return None
    return Attempt.objects.with_revision().filter(pk=booking.attempt_id).first()


def shared_result(booking: Booking) -> Shared | None:
    attempt = shared_attempt(booking)
    if attempt is None or attempt.outcome is None:
        return None
    return shared(attempt.definition, attempt.outcome, attempt.answers, attempt.names)


def brief(booking: Booking, *, with_result: bool = True) -> Brief:
    """One booking on one page, its times in both zones; for an assistant without the result."""
    her_zone, their_zone = ZoneInfo(Practice.objects.the().zone), ZoneInfo(booking.zone)
    return Brief(
        who=booking.first_name or booking.email,
        email=booking.email,
        meeting=booking.meeting.title,
        state=str(booking.get_state_display()),
        her_time=when_zone_text(booking.starts_at, her_zone),
        their_time=when_zone_text(booking.starts_at, their_zone),
        place=booking.place_text,
        note=booking.note,
        intake=tuple((row["question"], row["answer"]) for row in booking.intake),
        came_from=str(booking.get_came_from_display()),
        lessons=lessons(booking),
        shared=shared_result(booking) if with_result else None,
        tells_result=with_result,
    )


def lessons(booking: Booking) -> tuple[str, ...]:
    """The lessons this person has been sent, if the booking is surely this person's."""
    if not booking.proven_at:
        return ()
    sent = Progress.objects.filter(contact=booking.contact_id, outcome=Progress.Outcome.SENT)
    rows = sent.select_related("lesson").order_by("at", "id")
    return tuple(str(row.lesson) for row in rows)
