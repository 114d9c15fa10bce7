"""Everything held about one person, as plain data for them to have (GDPR, article 15).

What the author takes from the desk holds no answers: they are their writer's, shared or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model, Prefetch
from django.utils.translation import gettext_lazy

from assessments.models import Attempt
from consultations.models import Booking
from contacts.models import Contact, Suppression
from courses.models import Enrollment, Progress
from desk.actions.erasing import answers_of
from guides.models import GuideCopy
from mail import actions as mail
from mail.actions.reading import as_told
from mail.compile import Rendered
from mail.models import DeliveryEvent, Message

Data = dict[str, Any]
FROM_ANSWERS = ("facts", "names")


ANSWERS_KEPT = gettext_lazy(
    "What they answered is not in a file from the desk. "
    "The command export_person writes the file that holds it, for them."
)


def for_author(contact: Contact) -> Data:
    """The same as the author may have it: no answers, nor anything that was chosen by them."""
    held = exported(contact, read=as_told)
    for part, hidden in (("answers", ("answers", "result", "in_words")), ("courses", FROM_ANSWERS)):
        held[part] = [
            {name: value for name, value in one.items() if name not in hidden} for one in held[part]
        ]
    return {"note": str(ANSWERS_KEPT), **held}


def exported(contact: Contact, *, read: Callable[[Message], Rendered] = mail.as_read) -> Data:
    """Every row about a person, and every mail as it read; moments are ISO 8601 in UTC."""
    suppressions = Suppression.objects.filter(address_hash=contact.address_hash)
    guides = contact.guides.select_related("edition__guide")
    attempts = answers_of(contact).select_related("edition")
    lessons = Prefetch("progress", Progress.objects.select_related("lesson").order_by("pk"))
    places = contact.enrollments.select_related("course").prefetch_related(lessons)
    return {
        "person": row(
            contact, "email", "first_name", "zone", "created_at", "confirmed_at", "notes"
        ),
        "consents": [row(one, "purpose", "act", "wording", "at") for one in contact.consents.all()],
        "do_not_mail": [row(one, "reason", "detail", "at", "lifted_at") for one in suppressions],
        "answers": [answers(one) for one in attempts.order_by("pk")],
        "guides": [guide(one) for one in guides.order_by("pk")],
        "courses": [place(one) for one in places],
        "mails": [
            letter(one, read(one))
            for one in contact.messages.select_related("letter").order_by("pk")
        ],
        "delivery": [
            row(one, "at", "kind", "provider", "code", "detail", "raw")
            for one in DeliveryEvent.objects.filter(contact=contact).order_by("pk")
        ],
        "bookings": [
            booking(one) for one in contact.bookings.select_related("meeting").order_by("starts_at")
        ],
        "timeline": [row(one, "at", "kind", "data") for one in contact.events.order_by("pk")],
    }


def row(found: Model, *names: str) -> Data:
    return {name: plain(getattr(found, name)) for name in names}


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def answers(attempt: Attempt) -> Data:
    held = row(attempt, "started_at", "finished_at", "answers", "result", "source")
    return {**held, "in_words": dict(attempt.names) if attempt.result else {}}


def guide(copy: GuideCopy) -> Data:
    names = ("first_name", "zone", "paper", "share", "shared_at", "state", "requested_at")
    more = ("ready_at", "mailed_at", "expires_at", "letters")
    return {"title": str(copy.edition.guide), "file": copy.file.name, **row(copy, *names, *more)}


def place(enrollment: Enrollment) -> Data:
    names = ("state", "first_name", "zone", "facts", "names", "booked", "paused_until")
    moments = ("created_at", "confirmed_at", "left_at", "finished_at", "due_at")
    return {
        "course": enrollment.course.title,
        **row(enrollment, *names, *moments),
        "lessons": [
            {"lesson": str(one.lesson), **row(one, "outcome", "why", "at")}
            for one in enrollment.progress.all()
        ],
    }


def letter(message: Message, read: Rendered) -> Data:
    """A mail's fate and its words, without the links that only its reader may hold."""
    names = ("purpose", "state", "reason", "created_at", "sent_at")
    values: Mapping[str, Any] = message.values
    kept = {name: text for name, text in values.items() if not str(text).startswith("http")}
    return {"subject": read.subject, "text": read.text, "filled_in": kept, **row(message, *names)}


def booking(found: Booking) -> Data:
    names = ("email", "first_name", "note", "zone", "starts_at", "ends_at", "state", "booked_at")
    return {"meeting": found.meeting.title, **row(found, *names, "changed_at", "closed_at")}
