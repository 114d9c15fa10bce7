"""What a course keeps of a person: the place, each lesson's fate, last words, a new address."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from contacts.personal_data import Keeper, People, RegisterEntry, Rows, of_contact
from courses.actions.addresses import GOOD_FOR
from courses.models import AddressChange, DataRequest, Enrollment, LastWord, Progress
from mail.personal_data import keyed, notices


def _changes(people: People) -> Rows:
    either = Q(contact__in=people.contacts) | Q(reserve__in=people.contacts)
    return AddressChange.objects.filter(either)


def _reserves(contacts: Collection[int]) -> Iterable[int]:
    """Addresses they asked to be written to instead, which nobody has answered from."""
    reserves = AddressChange.objects.filter(contact__in=contacts).order_by().values("reserve")
    return Contact.objects.filter(pk__in=reserves, confirmed_at=None).values_list("pk", flat=True)


def _fresh(at: datetime) -> Rows:
    return AddressChange.objects.filter(asked_at__gt=at - GOOD_FOR)


def _driven(people: People) -> Rows:
    """Letters of a test drive that showed a place of theirs to the author."""
    uids = Enrollment.objects.filter(contact__in=people.contacts).values_list("uid", flat=True)
    return keyed("test", (uid.hex for uid in uids))


ENTRIES = (
    RegisterEntry(
        Enrollment,
        of_contact(Enrollment),
        part="courses",
        goes=_("places in a course: %d"),
        left_out=("uid", "at_once", "remind_at", "letter_day"),
        from_answers=("facts", "names"),
    ),
    notices(_driven),
    RegisterEntry(Progress, of_contact(Progress), part="lessons", from_answers=("why",)),
    RegisterEntry(LastWord, of_contact(LastWord, "enrollment__contact"), part="last_words"),
    RegisterEntry(
        DataRequest, of_contact(DataRequest), part="requests_for_own_data", left_out=("uid",)
    ),
    RegisterEntry(
        AddressChange,
        _changes,
        part="changes_of_address",
        left_out=("uid",),
        more=lambda change, _reading: {"to": change.reserve.email},
        also=_reserves,
        keeps=Keeper(_("a change of address that waits"), _fresh, path="reserve"),
    ),
)
