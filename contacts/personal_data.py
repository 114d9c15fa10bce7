"""The one register of where personal data lies. Erase, export and retention go by it alone.

Each app declares its own in its `personal_data.py`, registered by its `AppConfig.ready()`: how the
rows of a person are found, what an export tells of them, whether erasing deletes or blanks them,
what lies outside the database, and what keeps a person here who never confirmed an address.
A test walks every model: one that leads to a contact, or holds an address, and has no entry fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.models import (
    Consent,
    Contact,
    ContactTag,
    Event,
    FieldValue,
    FormerAddress,
    FormerUid,
    Suppression,
    address_hash,
)

Data = dict[str, Any]
Rows = QuerySet[Any]


@dataclass(frozen=True)
class People:
    """One person, or several who go together: their entries, every address that is or was theirs,
    and of these the ones they were mailed at (not the ones they only asked to be mailed at).
    """

    contacts: tuple[int, ...]
    addresses: tuple[str, ...]
    own: tuple[str, ...]


@dataclass(frozen=True)
class ExportText:
    """How an export reads: a mail as its reader or as the author sees it; with answers or not."""

    read: Callable[[Any], Any]
    answers: bool


@dataclass(frozen=True)
class Keeper:
    """Rows that keep their person here though the address was never confirmed."""

    because: str | Promise
    rows: Callable[[datetime], Rows]
    path: str = "contact"


@dataclass(frozen=True)
class RegisterEntry:
    """Personal data of one kind.

    `part`: its heading in the export, empty for what is no news to them. `model`, `rows`: where it
    lies and how the rows of people are found. `goes`: the words for their number on the page before
    erasing. `addresses`: fields that hold an address of theirs. `left_out`: fields that no export
    shows: secrets, and what only the machine reads. `from_answers`: fields that the author's own
    export goes without. `more`: what the export adds to the fields. `blank`: what erasing writes
    instead of deleting. `outside`: called before the rows go, returns what removes their traces
    outside the database afterwards. `also`: other entries of the same person. `anonymous`: names
    nobody once the person is gone, so that tidying leaves it; erasing takes it. `read_with`: other
    rows that telling it reads. `lock`: takes its rows before anything goes, in the order in which
    others take several of them.
    """

    model: type[Model]
    rows: Callable[[People], Rows]
    part: str = ""
    goes: str | Promise = ""
    addresses: tuple[str, ...] = ()
    left_out: Collection[str] = ()
    from_answers: Collection[str] = ()
    more: Callable[[Any, ExportText], Data] | None = None
    blank: Mapping[str, Any] | None = None
    outside: Callable[[Rows, People], Callable[[], None]] | None = None
    also: Callable[[Collection[int]], Iterable[int]] | None = None
    keeps: Keeper | None = None
    anonymous: bool = False
    read_with: tuple[str, ...] = ()
    lock: Callable[[Rows], Any] | None = None


_REGISTER: list[RegisterEntry] = []


def register(*entries: RegisterEntry) -> None:
    """Add entries; an app calls this from `ready()`, in the order in which rows may be deleted
    from the last to the first.
    """
    _REGISTER.extend(entries)


def entries() -> tuple[RegisterEntry, ...]:
    """The whole register, upstream apps first."""
    return tuple(_REGISTER)


def rows_by_words(
    people: People, words_of: Callable[[RegisterEntry], str | Promise]
) -> dict[str, Rows]:
    """The rows of these people under the words that `words_of` has for their entry; rows that
    several entries find stand there once.
    """
    ways: dict[str, list[RegisterEntry]] = {}
    for entry in entries():
        if words_of(entry):
            ways.setdefault(str(words_of(entry)), []).append(entry)
    return {words: _either(some, people) for words, some in ways.items()}


def _either(some: list[RegisterEntry], people: People) -> Rows:
    if len(some) == 1:
        return some[0].rows(people)
    # By keys, as a join would count a row once for each way that finds it; and not by “or”, for
    # which PostgreSQL asks each way again of every row there is.
    first, *others = [entry.rows(people).order_by().values("pk") for entry in some]
    return some[0].model._default_manager.filter(pk__in=first.union(*others))


def of_contact(model: type[Model], path: str = "contact") -> Callable[[People], Rows]:
    """How rows are found that lead to a contact by `path`."""
    return lambda people: model._default_manager.filter(**{f"{path}__in": people.contacts})


def people_of(contacts: Collection[int]) -> People:
    """These people as the register knows them; an address that is somebody else's is not theirs."""
    own = addresses_of(contacts)
    ids = [*contacts]
    for entry in entries():
        if entry.also:
            ids.extend(pk for pk in entry.also(contacts) if pk not in ids)
    every = addresses_of(ids) if len(ids) > len(contacts) else own
    return People(tuple(ids), tuple(sorted(every)), tuple(sorted(own)))


def addresses_of(contacts: Collection[int]) -> set[str]:
    """Every address in rows of these, without those under which somebody else is here."""
    wanted = People(tuple(contacts), (), ())
    first, *others = [
        entry.rows(wanted).order_by().values_list(Cast(name, TextField()), flat=True)
        for entry in entries()
        for name in entry.addresses
    ]
    # One question, however many tables hold an address.
    written = set(first.union(*others).order_by())
    # Two people may have written under one address: what is somebody else's here must not be
    # erased, suppressed or exported with these.
    elsewhere = Contact.objects.exclude(pk__in=contacts).annotate(small=Lower("email"))
    small = {address.lower() for address in written}
    taken = set(elsewhere.filter(small__in=small).values_list("small", flat=True))
    return {address for address in written if address.lower() not in taken}


def still_needed(at: datetime) -> Q:
    """Contacts that something of theirs keeps here at that moment."""
    something = Q()
    for entry in entries():
        if entry.keeps:
            rows = entry.keeps.rows(at).filter(**{entry.keeps.path: OuterRef("pk")})
            something |= Q(Exists(rows.order_by()))
    return something


def leaving(*, at: datetime) -> QuerySet[Contact]:
    """Who goes at that moment: never confirmed, here for long enough, and nothing keeps them."""
    before = at - timedelta(days=settings.KEEP_UNCONFIRMED_DAYS)
    return (
        Contact.objects.unconfirmed_since(before).exclude(still_needed(at)).order_by("created_at")
    )


def naming(rows: Rows, addresses: Iterable[str], *fields: str) -> Rows:
    """Rows of which a field holds an address: in plain, as JSON or as a link writes it."""
    # As it stands in a column, inside JSON (where ü is \u00fc) and inside a link: by one spelling
    # the others would outlive the erasing.
    spellings = {
        spelling
        for address in addresses
        for spelling in (address, json.dumps(address)[1:-1], quote(address, safe=""))
    }
    texts = {f"{name}_as_text": Cast(name, TextField()) for name in fields}
    held = Q(pk__in=[])
    for name in texts:
        for spelling in sorted(spellings):
            held |= Q(**{f"{name}__icontains": spelling})
    matching: Rows = rows.annotate(**texts).filter(held)
    return matching


def _barring(people: People) -> Rows:
    hashes = [address_hash(address) for address in people.addresses]
    return Suppression.objects.filter(address_hash__in=hashes)


def _words(_at: datetime) -> Rows:
    """A yes that stands, and a no: who was brought in and stopped must not come in again."""
    return Consent.objects.exclude(act=Consent.Act.ASKED)


ENTRIES = (
    RegisterEntry(
        Contact,
        lambda people: Contact.objects.filter(pk__in=people.contacts),
        part="person",
        addresses=("email",),
        left_out=("uid", "address_hash"),
        keeps=Keeper(_("your notes"), lambda _at: Contact.objects.exclude(notes=""), path="pk"),
    ),
    RegisterEntry(
        FormerAddress,
        of_contact(FormerAddress),
        part="former_addresses",
        addresses=("email",),
    ),
    RegisterEntry(FormerUid, of_contact(FormerUid)),  # a link's old id: no news to anybody
    RegisterEntry(
        Consent,
        of_contact(Consent),
        part="consents",
        goes=_("consents with their wording: %d"),
        left_out=("uid",),
        keeps=Keeper(_("a yes or a no to letters"), _words),
    ),
    RegisterEntry(
        FieldValue,
        of_contact(FieldValue),
        part="fields",
        more=lambda row, _reading: {"field": str(row.field)},
        read_with=("field",),
    ),
    RegisterEntry(
        ContactTag,
        of_contact(ContactTag),
        part="tags",
        more=lambda row, _reading: {"tag": str(row.tag)},
        read_with=("tag",),
    ),
    RegisterEntry(
        Event,
        of_contact(Event),
        part="timeline",
        goes=_("lines of the timeline: %d"),
    ),
    RegisterEntry(
        Suppression,
        _barring,
        part="do_not_mail",
        left_out=("address_hash",),
        blank={"detail": ""},  # a server's own words may hold the address; the keyed hash stays
    ),
)
