"""What a restore must not undo: mails that went, and people who left, since the backup was made.

Taken from the database that is replaced, put into the one that comes back: by public ids, keys and
hashes, as row numbers of the two do not agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Model, Q

from consultations.models import Booking
from contacts import erase
from contacts.models import Consent, Contact, Suppression
from courses.models import Enrollment
from mail.models import Letter, Message, MessageState

MARGIN = timedelta(days=1)  # two machines' clocks may disagree; what was carried already stays
NEWEST = 20
MAIL = (
    *("uid", "key", "purpose", "consent", "facts", "names", "values", "state", "reason"),
    *("not_before", "not_after", "next_try_at", "tries", "provider_id", "created_at"),
    *("sent_at", "settled_at", "is_test"),
)
LETTER = ("sha256", "name", "purpose", "body", "published_at", "for_some")
OVER = (MessageState.SENT, MessageState.SKIPPED, MessageState.FAILED)
SUPPRESSION = ("address_hash", "reason", "detail", "at", "erased_at", "lifted_at")
PLACE = ("state", "left_at", "finished_at", "paused_until")

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class CarriedOver:
    """What happened since a backup, as plain values."""

    mails: list[tuple[Fields, str | None, str]] = field(default_factory=list)  # whose, which letter
    letters: dict[str, Fields] = field(default_factory=dict)
    suppressions: list[Fields] = field(default_factory=list)
    withdrawn: list[tuple[str, Fields]] = field(default_factory=list)  # whose
    places: dict[str, Fields] = field(default_factory=dict)
    resting: dict[str, Fields] = field(default_factory=dict)  # who paused one-off letters
    cancelled: list[str] = field(default_factory=list)


def marks() -> list[str]:
    """The newest people and mails, by which a database knows a backup of its own."""
    people = Contact.objects.order_by("-pk").values_list("uid", flat=True)[:NEWEST]
    mails = Message.objects.order_by("-pk").values_list("uid", flat=True)[:NEWEST]
    return [uid.hex for uid in (*people, *mails)]


def is_successor(marks: list[str]) -> bool:
    """Whether this database went on from the one that a backup's marks are of."""
    try:
        people, mails = Contact.objects.filter(uid__in=marks), Message.objects.filter(uid__in=marks)
        return not marks or people.exists() or mails.exists()
    except DatabaseError:
        return False


def gathered(*, since: datetime) -> CarriedOver:
    """What this database knows that one of `since` does not."""
    after = since - MARGIN
    rows = Message.objects.filter(state__in=OVER, settled_at__gte=after).select_related(
        "contact", "letter"
    )
    carried = CarriedOver()
    for row in rows.order_by("pk").iterator(chunk_size=1000):
        carried.letters.setdefault(row.letter.sha256, _fields(row.letter, LETTER))
        whose = row.contact.uid.hex if row.contact else None
        carried.mails.append((_fields(row, MAIL), whose, row.letter.sha256))
    carried.suppressions.extend(_fields(row, SUPPRESSION) for row in Suppression.objects.all())
    said = Consent.objects.exclude(act=Consent.Act.ASKED).filter(at__gte=after)
    last = {
        (consent.contact_id, consent.purpose): consent for consent in said.select_related("contact")
    }
    for word in last.values():  # in their order: the last word on each purpose is left
        if word.act == Consent.Act.WITHDRAWN:
            consent = _fields(word, ("purpose", "act", "wording", "at"))
            carried.withdrawn.append((word.contact.uid.hex, consent))
    changed = Q(left_at__gte=after) | Q(finished_at__gte=after) | Q(paused_until__gte=since)
    for place in Enrollment.objects.filter(changed):
        carried.places[place.uid.hex] = _fields(place, PLACE)
    for person in Contact.objects.filter(letters_paused_until__gte=since):
        carried.resting[person.uid.hex] = _fields(person, ("letters_paused_until",))
    gone = Booking.objects.filter(state=Booking.State.CANCELLED)
    carried.cancelled.extend(uid.hex for uid in gone.values_list("uid", flat=True))
    return carried


def _fields(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


@transaction.atomic
def put(carried: CarriedOver, *, now: datetime) -> dict[str, int]:
    """Make this database, just restored, know it too; how many of what. Then whoever was erased
    is erased again.
    """
    people = {uid.hex: pk for uid, pk in Contact.objects.values_list("uid", "pk")}
    counts = {
        "sent": _put_mails(carried, people),
        "suppressed": sum(_suppress(fields) for fields in carried.suppressions),
        "withdrawn": sum(
            _withdraw(people[who], no) for who, no in carried.withdrawn if who in people
        ),
        "places": sum(
            Enrollment.objects.filter(uid=uid).update(**fields)
            for uid, fields in carried.places.items()
        ),
        "resting": sum(
            Contact.objects.filter(uid=uid).update(**fields)
            for uid, fields in carried.resting.items()
        ),
        "cancelled": Booking.objects.standing()
        .filter(uid__in=carried.cancelled)
        .update(state=Booking.State.CANCELLED),
        "erased": 0,
    }
    # Last, when every suppression is in: it is by those that the erased are known.
    while count := erase.erase_again(now=now):
        counts["erased"] += count
    return counts


def _put_mails(carried: CarriedOver, people: Mapping[str, int]) -> int:
    """A mail that is over is over here too; one that is not here comes whole, so that its key is
    taken. Those of people who are not here have nobody to go to.
    """
    count = 0
    for fields, whose, sha256 in carried.mails:
        if whose is not None and whose not in people:
            continue
        over = {
            name: fields[name] for name in ("state", "reason", "sent_at", "settled_at", "tries")
        }
        here = Message.objects.filter(key=fields["key"])
        # Sent stays sent, whatever the other database says: promise 2, nothing goes out twice.
        count += here.exclude(state=MessageState.SENT).update(**over, claimed_by="")
        if not here.exists():
            letter, _new = Letter.objects.get_or_create(
                sha256=sha256, defaults=dict(carried.letters[sha256])
            )
            contact = people[whose] if whose else None
            Message.objects.create(**fields, letter=letter, contact_id=contact)
            count += 1
    return count


def _suppress(fields: Fields) -> bool:
    """The word of the database that went on stands: it is the later one."""
    suppressions = Suppression.objects.filter(address_hash=fields["address_hash"])
    if suppressions.filter(**fields).exists():
        return False
    Suppression.objects.update_or_create(address_hash=fields["address_hash"], defaults=dict(fields))
    return True


def _withdraw(contact: int, fields: Fields) -> bool:
    words = Consent.objects.filter(contact=contact, purpose=fields["purpose"])
    last = words.exclude(act=Consent.Act.ASKED).order_by("-id").first()
    if last is not None and last.act == Consent.Act.WITHDRAWN:
        return False
    Consent.objects.create(contact_id=contact, **fields)
    return True
