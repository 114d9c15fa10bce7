"""The rows of several apps about one person, told as one timeline and as what stands now. What
concerns one place in a course alone, `courses.actions.timeline` tells beside its rehearsal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    Expression,
    F,
    OuterRef,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consultations.models import Booking
from contacts import actions as contacts
from contacts.event_names import EVENT_NAMES
from contacts.models import Consent, Contact, ContactTag, Suppression
from courses import actions as courses
from courses.diagnostics import Diagnosis
from courses.models import Enrollment
from desk.timeline import TimelineEntry, ordered
from guides.models import GuideCopy
from mail.models import Message

MOST = 500
TEXTLESS = Value("", TextField())
NEVER = Cast(Value(None), DateTimeField())


def places(
    contact: Contact, *, sees_answers: bool, now: datetime, real_now: datetime
) -> list[tuple[Enrollment, Diagnosis]]:
    """Each course this person is in, and why the next lesson has not gone."""
    lesson = ("next_lesson__published", "next_lesson__letter")
    read = contact.enrollments.select_related("course__then", *lesson, "message")
    rows = list(read.defer("next_lesson__letter__body"))
    reasons = courses.whys(rows, sees_answers=sees_answers, now=now, real_now=real_now)
    return list(zip(rows, reasons, strict=True))


def newest_guide(contact: Contact) -> GuideCopy | None:
    newest: GuideCopy | None = contact.guides.order_by("-pk").first()
    return newest


def story(contact: Contact, *, sees_answers: bool) -> dict[str, Any]:
    """Everything about one person that may be seen: what happened, newest first (the last of it
    where there is very much); and what stands now: why not mailed, the guide to send again, the
    tags with their ids.
    """
    shown_rows = list(rows_of(contact, sees_answers=sees_answers))
    entries = [SAID[row.kind](row) for row in shown_rows]
    copies = list(guides(contact, sees_answers=sees_answers))
    barred = [row for row in shown_rows if row.kind == "suppression" and row.also_at is None]
    return {
        "timeline": ordered([*entries, *copies]),
        "suppressed": next((as_suppression(row) for row in barred), None),
        "has_guide": bool(copies),
        "tags": sorted((row.what, row.pk) for row in shown_rows if row.kind == "tag"),
    }


class TimelineRow(NamedTuple):
    """What the rows of all apps have in common; `also_at` is when it begins, or was lifted."""

    kind: str
    pk: int
    moment: datetime
    what: str
    state: str
    more: str
    also_at: datetime | None


def rows_of(contact: Contact, *, sees_answers: bool) -> Iterator[TimelineRow]:
    """Consents, mails, bookings, events and what bars mail; all in one query."""
    sent_at = Coalesce("sent_at", "settled_at", "not_before")
    barring = Suppression.objects.filter(address_hash=contact.address_hash)
    mails = Message.objects.filter(contact=contact).seen_by(sees_answers=sees_answers)
    parts = [
        columns("consent", contact.consents, F("at"), "purpose", "act", F("wording")),
        columns("mail", mails, sent_at, "letter__name", "state", F("reason")),
        columns(
            *("booking", contact.bookings, F("booked_at"), "meeting__title", "state", F("note")),
            also_at=F("starts_at"),
        ),
        columns("field", contact.field_values, F("at"), "field__label", "field__sort", F("value")),
        columns("tag", contact.tags, F("at"), "tag__label", "source", F("why")),
        columns("event", contact.events, F("at"), "kind", None, TEXTLESS),
        columns(
            *("suppression", barring, F("at"), "reason", None, F("detail")),
            also_at=F("lifted_at"),
        ),
    ]
    # Ordered and cut by the database: years of somebody's mail are not carried here to show the
    # last of it. The key breaks ties, which PostgreSQL gives in any order.
    newest = parts[0].union(*parts[1:], all=True).order_by("-moment", "-pk")[:MOST]
    return (TimelineRow(*row) for row in newest)


def columns(
    kind: str,
    rows: Any,
    moment: Expression | F,
    what: str,
    state: str | None,
    more: Expression | F,
    also_at: Expression | F = NEVER,
) -> QuerySet[Any]:
    """The rows of one kind under the names they share with those of the others."""
    named = {
        "kind_": Value(kind, CharField()),
        "moment": moment,
        "what": Cast(what, TextField()),
        "state_": Cast(state, TextField()) if state else TEXTLESS,
        "more": Cast(more, TextField()),
        "also_at": also_at,
    }
    # Columns of a union are matched by their place, and Django puts annotations behind fields:
    # every part names the same ones in this order, each cast to one type.
    annotated: QuerySet[Any] = rows.order_by().annotate(**named)
    return annotated.values_list("kind_", "pk", *(name for name in named if name != "kind_"))


def as_suppression(row: TimelineRow) -> Suppression:
    return Suppression(reason=row.what, detail=row.more, at=row.moment)


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


def consent(row: TimelineRow) -> TimelineEntry:
    words = f"{Consent.Act(row.state).label}: {purpose_words(row.what)}"
    return TimelineEntry(row.moment, _("consent"), words, more=row.more)


def mail(row: TimelineRow) -> TimelineEntry:
    why = f" ({row.more})" if row.more else ""
    return TimelineEntry(
        row.moment,
        _("mail"),
        f"{row.what}: {Message.State(row.state).label}{why}",
        url=reverse("admin:mail_message_change", args=[row.pk]),
        frame=reverse("admin:mail_message_body", args=[row.pk]),
    )


def booking(row: TimelineRow) -> TimelineEntry:
    when = date_format(localtime(row.also_at), "DATETIME_FORMAT")
    return TimelineEntry(
        row.moment,
        _("booking"),
        f"{row.what}, {when}: {Booking.State(row.state).label}",
        more=row.more,
        url=reverse("admin:consultations_booking_change", args=[row.pk]),
    )


def event(row: TimelineRow) -> TimelineEntry:
    words = EVENT_NAMES.get(row.what)
    return TimelineEntry(row.moment, "", str(words) if words else row.what.replace("_", " "))


def barred(row: TimelineRow) -> TimelineEntry:
    return TimelineEntry(row.moment, _("do not mail"), str(Suppression.Reason(row.what).label))


def tag(row: TimelineRow) -> TimelineEntry:
    why = f": {row.more}" if row.more else ""
    words = f"{row.what} ({ContactTag.PutOnBy(row.state).label}{why})"
    return TimelineEntry(row.moment, _("tag"), words)


def field(row: TimelineRow) -> TimelineEntry:
    return TimelineEntry(
        row.moment, _("field"), f"{row.what}: {contacts.field_words(row.state, row.more)}"
    )


SAID: Mapping[str, Callable[[TimelineRow], TimelineEntry]] = {
    "consent": consent,
    "mail": mail,
    "booking": booking,
    "event": event,
    "field": field,
    "tag": tag,
    "suppression": barred,
}


def guides(contact: Contact, *, sees_answers: bool) -> Iterator[TimelineEntry]:
    rows = contact.guides.select_related("attempt__revision").defer("attempt__revision__body")
    shared = GuideCopy.objects.shared().filter(pk=OuterRef("pk"))
    # Sharing is asked in the same statement as the copies: what a person took back a moment ago is
    # not shown.
    copies: Any = rows.annotate(is_shared=Exists(shared)).order_by("-pk")[:MOST]
    for row in copies:
        page = reverse("admin:guides_guidecopy_change", args=[row.pk])
        words = _("guide for these answers: %s") % row.get_state_display()
        seen = sees_answers and row.is_shared and row.attempt.result is not None
        names = row.attempt.names if seen else None
        more = f"{names['profile_name']}. {names['reading_name']}" if names else ""
        yield TimelineEntry(row.requested_at, _("guide"), words, more=more, url=page)
