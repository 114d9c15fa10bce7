"""Two entries of one person made one: everything moves to the entry that stays. Where the two
disagree the stricter word counts. It cannot be undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from consultations.models import Booking, TimeRequest
from contacts import actions as contacts
from contacts.models import Consent, Contact, Event, FormerAddress, FormerUid, Suppression
from courses.models import AddressChange, Enrollment, LastWord, Progress
from guides.models import GuideCopy
from health import deletion
from landing.models import SignUp
from mail import actions as mail
from mail.models import DeliveryEvent, Message, Reply

# What a person's own word or the author's hand put on “Do not mail”; a bounce blames an address.
OWN_WORD = ("complaint", "stopped", "erased", "manual")


def preview(*, stays: Contact, goes: Contact) -> dict[str, list[str]]:
    """What moves, what is dropped, what the stricter word is, in sentences; nothing is written."""
    counts = (
        (_("consents with their wording: %d"), goes.consents.count()),
        (_("guides: %d"), goes.guides.count() - len(twice_given(stays, goes))),
        (_("mails: %d"), goes.messages.count()),
        (_("places in a course: %d"), goes.enrollments.count() - len(both_in(stays, goes))),
        (_("bookings: %d"), goes.bookings.count()),
        (_("replies: %d"), goes.replies.count()),
        (_("lines of the timeline: %d"), goes.events.count()),
        (_("what stands in your fields: %d"), goes.field_values.count()),
    )
    return {
        "moves": [words % number for words, number in counts if number],
        "dropped": list(dropped(stays, goes)),
        "stricter": list(stricter(stays, goes)),
    }


def dropped(stays: Contact, goes: Contact) -> Iterable[str]:
    yield _("the address %s: letters go to the other one from now on") % goes.email
    if goes.first_name and stays.first_name and goes.first_name != stays.first_name:
        yield _("the name “%s”") % goes.first_name
    for mine, theirs in both_in(stays, goes):
        less = _lesser(mine, theirs)
        yield _("the second place in “%s”, the one with fewer letters") % less.course
    if twice_given(stays, goes):
        yield _("the second copy of the same guide")


def stricter(stays: Contact, goes: Contact) -> Iterable[str]:
    if refused(stays, goes):
        yield _("What either entry stopped stays stopped.")
    if own_suppression(goes):
        yield _("The entry that goes must not be mailed: nor will the one that stays be.")
    if goes.confirmed_at and not stays.confirmed_at:
        yield _("The address that stays was never confirmed: the letters wait until it is.")


@transaction.atomic
def merge(*, stays: Contact, goes: Contact, now: datetime) -> Contact:
    """Move everything of `goes` to `stays`, then delete `goes`. Refuses one and the same."""
    if stays.pk == goes.pk:
        raise ValueError("A person cannot be merged with itself.")
    # In the order of their keys: two merges of the same pair would else hold one row each and wait.
    rows = Contact.objects.select_for_update().filter(pk__in=(stays.pk, goes.pk)).order_by("pk")
    locked = {row.pk: row for row in rows}
    if len(locked) != 2:
        raise Contact.DoesNotExist
    # What both say now, not what they said when the page was asked for.
    stays, goes = locked[stays.pk], locked[goes.pk]
    no = refused(stays, goes)
    suppression = own_suppression(goes)
    AddressChange.objects.filter(Q(contact=goes) | Q(reserve__in=(goes, stays))).delete()
    merge_guides(stays, goes)
    merge_places(stays, goes, now=now)
    Message.objects.filter(contact=goes).locked().update(contact=stays)
    for model in (Consent, Event, DeliveryEvent, Reply, Booking, TimeRequest):
        model._default_manager.filter(contact=goes).update(contact=stays)
    for purpose in sorted(no):
        keep_stopped(stays, purpose, now=now)
    if suppression:
        contacts.suppress(address=stays.email, reason=suppression.reason, detail="", now=now)
    merge_fields(stays, goes)
    merge_sources(stays, goes)
    merge_values(stays, goes)
    merge_tags(stays, goes)
    SignUp.objects.filter(contact=goes).update(contact=stays)
    FormerUid.objects.filter(contact=goes).update(contact=stays)
    # Links in letters that went to the other entry name it: they open the one that stays.
    FormerUid.objects.create(uid=goes.uid, contact=stays)
    FormerAddress.objects.filter(contact=goes).update(contact=stays)
    FormerAddress.objects.create(contact=stays, email=goes.email, at=now)
    history = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Contact))
    history.filter(object_id=str(goes.pk)).update(object_id=str(stays.pk))
    contacts.record(contact=stays, kind="merged", now=now)
    # Last: its cascade takes whatever still points to it.
    goes.delete()
    return stays


def merge_fields(stays: Contact, goes: Contact) -> None:
    """The notes of both, and what the one that stays lacks."""
    also = _("Wrote as %s before.") % goes.email
    stays.notes = "\n\n".join(text for text in (stays.notes, goes.notes, also) if text)
    stays.first_name = stays.first_name or goes.first_name
    stays.zone = stays.zone or goes.zone
    stays.created_at = min(stays.created_at, goes.created_at)
    pauses = (stays.letters_paused_until, goes.letters_paused_until)
    stays.letters_paused_until = max(filter(None, pauses), default=None)
    stays.save(update_fields=("notes", "first_name", "zone", "created_at", "letters_paused_until"))


def merge_sources(stays: Contact, goes: Contact) -> None:
    """The first way either came stays the first, the last the last."""
    touches = ((goes.first_source, goes.first_came_at), (goes.last_source, goes.last_came_at))
    for source, at in touches:
        if at is not None:
            contacts.came_from(contact=stays, source=source, at=at)


def merge_values(stays: Contact, goes: Contact) -> None:
    """Of two values of one field the later word stands."""
    mine = {value.field_id: value for value in stays.field_values.all()}
    for value in goes.field_values.all():
        same = mine.get(value.field_id)
        if same is not None and same.at >= value.at:
            continue
        if same is not None:
            same.delete()
        value.contact = stays
        value.save(update_fields=("contact",))


def merge_tags(stays: Contact, goes: Contact) -> None:
    """Every tag that either had."""
    goes.tags.exclude(tag__in=stays.tags.values("tag")).update(contact=stays)


def last_words(contact: Contact) -> dict[str, str]:
    """The last word on each purpose; asking is no word."""
    # By key: `dict` lets the last one stand.
    said = contact.consents.exclude(act=Consent.Act.ASKED).order_by("pk")
    return dict(said.values_list("purpose", "act"))


def refused(stays: Contact, goes: Contact) -> set[str]:
    """Purposes on which either's last word is no."""
    words = (*last_words(stays).items(), *last_words(goes).items())
    return {purpose for purpose, act in words if act == Consent.Act.WITHDRAWN}


def keep_stopped(contact: Contact, purpose: str, *, now: datetime) -> None:
    if Consent.objects.stands(contact, purpose):
        wording = _("Stopped before, in one of two entries that were made one.")
        contacts.withdraw(contact=contact, purpose=purpose, wording=wording, now=now)


def own_suppression(contact: Contact) -> Suppression | None:
    standing = Suppression.objects.standing().filter(address_hash=contact.address_hash)
    return standing.filter(reason__in=OWN_WORD).first()


def twice_given(stays: Contact, goes: Contact) -> list[GuideCopy]:
    """Guides for answers of which the one that stays has a guide already."""
    return list(goes.guides.filter(attempt__in=stays.guides.values("attempt")))


def merge_guides(stays: Contact, goes: Contact) -> None:
    second = twice_given(stays, goes)
    # Before the others move: an attempt has one copy a person (a unique constraint).
    deletion.delete(GuideCopy.objects.filter(pk__in=[copy.pk for copy in second]))
    GuideCopy.objects.filter(contact=goes).update(contact=stays)


def both_in(stays: Contact, goes: Contact) -> list[tuple[Enrollment, Enrollment]]:
    """The places of both in the courses that both are in."""
    mine = {row.course_id: row for row in stays.enrollments.select_related("course")}
    rows = goes.enrollments.filter(course__in=mine).select_related("course")
    return [(mine[row.course_id], row) for row in rows]


def _lesser(mine: Enrollment, theirs: Enrollment) -> Enrollment:
    """The place with fewer letters behind it; of two alike, that of the one who goes."""
    return mine if theirs.progress.count() > mine.progress.count() else theirs


def merge_places(stays: Contact, goes: Contact, *, now: datetime) -> None:
    """One place a course; letters on their way to a place that goes are taken back."""
    for mine, theirs in both_in(stays, goes):
        less = _lesser(mine, theirs)
        staying = theirs if less is mine else mine
        # Before the place goes: its letter would be sent with nobody's course behind it.
        if less.message:
            reason = _("The same person had a place already.")
            mail.withdraw(key=less.message.key, reason=reason, now=now)
        if not LastWord.objects.filter(enrollment=staying).exists():
            LastWord.objects.filter(enrollment=less).update(enrollment=staying)
        less.delete()
    taken: Any = Progress.objects.filter(contact=stays).exclude(day=None).values("day")
    moving = Progress.objects.filter(contact=goes)
    # One lesson a person a local day: where both had one, the moved one forgets its day.
    moving.filter(day__in=list(taken.values_list("day", flat=True))).update(day=None)
    moving.update(contact=stays)
    Enrollment.objects.filter(contact=goes).update(contact=stays)
