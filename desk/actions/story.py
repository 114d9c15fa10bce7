"""The rows of several rooms about one person, told as one timeline and as what stands now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Contact, Suppression
from courses import actions as courses
from courses.models import Enrollment
from courses.why import Why
from desk.timeline import Entry, ordered
from guides.models import GuideCopy

MOST = 200
EVENTS = {
    "guide_asked": gettext_lazy("asked for the guide"),
    "confirmed": gettext_lazy("confirmed by the link in a mail"),
    "unsubscribed": gettext_lazy("stopped the letters"),
    "resubscribed": gettext_lazy("took the stopping back"),
    "course_paused": gettext_lazy("paused the letters"),
    "course_resumed": gettext_lazy("went on with the letters"),
    "course_left": gettext_lazy("left the course"),
    "course_finished": gettext_lazy("finished the course"),
    "booked": gettext_lazy("booked"),
    "booking_moved": gettext_lazy("moved a booking"),
    "booking_canceled": gettext_lazy("a booking was canceled"),
    "booking_done": gettext_lazy("the meeting took place"),
    "booking_no_show": gettext_lazy("did not come to a meeting"),
    "bounced": gettext_lazy("the address does not exist: mail came back"),
    "complained": gettext_lazy("marked a mail as spam"),
    "lifted": gettext_lazy("you allowed mail to this address again"),
    "merged": gettext_lazy("you made one of two entries"),
    "replied": gettext_lazy("wrote back"),
    "brought_in": gettext_lazy("brought in by you from a file"),
}


@dataclass(frozen=True)
class Place:
    """A place in a course, with every gate of the next lesson."""

    enrollment: Enrollment
    why: Why


def places(contact: Contact, *, now: datetime, real_now: datetime) -> list[Place]:
    """Each course this person is in, and why the next lesson has not gone."""
    rows = contact.enrollments.select_related("course", "contact", "next_lesson", "message")
    return [Place(row, courses.why(row, now=now, real_now=real_now)) for row in rows]


def suppression(contact: Contact) -> Suppression | None:
    """Why this address is not mailed, if so."""
    return Suppression.objects.standing().filter(address_hash=contact.address_hash).first()


def newest_guide(contact: Contact) -> GuideCopy | None:
    found: GuideCopy | None = contact.guides.order_by("-pk").first()
    return found


def timeline(contact: Contact, *, sees_answers: bool) -> list[Entry]:
    """Everything about one person that may be seen, newest first; the last 200 of each kind."""
    told = [*consents(contact), *mails(contact), *bookings(contact), *events(contact)]
    told += guides(contact, sees_answers=sees_answers)
    return ordered(told)


def purpose_words(purpose: str) -> str:
    """“course:resistance-reframe” as the author would say it."""
    words = {
        "share-result": _("letting you see the answers"),
        "booking": _("reminders of a booking"),
        "letters": _("one-off letters"),
    }
    return words.get(purpose) or (
        _("the letters of the course") if purpose.startswith("course:") else purpose
    )


def consents(contact: Contact) -> Iterator[Entry]:
    for row in contact.consents.order_by("-pk")[:MOST]:
        words = f"{row.get_act_display()}: {purpose_words(row.purpose)}"
        yield Entry(row.at, _("consent"), words, more=row.wording)


def mails(contact: Contact) -> Iterator[Entry]:
    rows = contact.messages.select_related("letter").defer("letter__body").order_by("-pk")
    for row in rows[:MOST]:
        why = f" ({row.reason})" if row.reason else ""
        yield Entry(
            row.sent_at or row.settled_at or row.not_before,
            _("mail"),
            f"{row.letter}: {row.get_state_display()}{why}",
            url=reverse("admin:mail_message_change", args=[row.pk]),
            frame=reverse("admin:mail_message_body", args=[row.pk]),
        )


def bookings(contact: Contact) -> Iterator[Entry]:
    for row in contact.bookings.select_related("meeting").order_by("-pk")[:MOST]:
        yield Entry(
            row.booked_at,
            _("booking"),
            f"{row}: {row.get_state_display()}",
            more=row.note,
            url=reverse("admin:consultations_booking_change", args=[row.pk]),
        )


def guides(contact: Contact, *, sees_answers: bool) -> Iterator[Entry]:
    rows = contact.guides.select_related("attempt__edition").defer("attempt__edition__body")
    open_to_her = set(contact.guides.shared().values_list("pk", flat=True)) if sees_answers else ()
    for row in rows.order_by("-pk")[:MOST]:
        page = reverse("admin:guides_guidecopy_change", args=[row.pk])
        words = _("guide for these answers: %s") % row.get_state_display()
        shared = row.pk in open_to_her and row.attempt.result is not None
        names = row.attempt.names if shared else None
        more = f"{names['profile_name']}. {names['reading_name']}" if names else ""
        yield Entry(row.requested_at, _("guide"), words, more=more, url=page)


def events(contact: Contact) -> Iterator[Entry]:
    for row in contact.events.order_by("-pk")[:MOST]:
        words = EVENTS.get(row.kind)
        yield Entry(row.at, "", str(words) if words else row.kind.replace("_", " "))
