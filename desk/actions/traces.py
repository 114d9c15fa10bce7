"""Rows that name a person without being theirs: notices to the author, servers' reports, logins,
the author's history, mails kept in a folder. Erasing finds them by every address they wrote from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower
from django.utils.translation import gettext as _

from contacts.models import Contact
from courses.models import AddressChange
from mail.models import Breaker, DeliveryEvent, Message

OF_LOGINS = ("username", "path_info")


def addresses_of(contact: Contact) -> set[str]:
    """Every address this person wrote from: an earlier one too, unless it is somebody else's."""
    typed = (contact.bookings, contact.wishes)
    found = {email for rows in typed for email in rows.values_list("email", flat=True)}
    others = Contact.objects.exclude(pk=contact.pk).annotate(small=Lower("email"))
    small = {address.lower() for address in found}
    taken = set(others.filter(small__in=small).values_list("small", flat=True))
    return {contact.email, *(one for one in found if one.lower() not in taken)}


def notices_about(contact: Contact, addresses: Iterable[str]) -> QuerySet[Message]:
    """Notices to the author that hold an address of theirs, or tell of what they did."""
    hers = Message.objects.filter(contact=None)
    found = Q(pk__in=naming(hers, addresses, "values", "attachment").order_by().values("pk"))
    for kind, rows in (
        ("booking-notice", contact.bookings),
        ("wish-notice", contact.wishes),
        ("reply", contact.replies),
    ):
        for uid in rows.order_by().values_list("uid", flat=True):
            found |= Q(key__startswith=f"{kind}:{uid.hex}")
    return hers.filter(found)


def naming[Row: models.Model](
    rows: QuerySet[Row], addresses: Iterable[str], *fields: str
) -> QuerySet[Row]:
    """Rows of which a field holds an address: in plain, as JSON or as a link writes it."""
    spellings = {
        one
        for address in addresses
        for one in (address, json.dumps(address)[1:-1], quote(address, safe=""))
    }
    texts = {f"{name}_as_text": Cast(name, TextField()) for name in fields}
    found = Q()
    for name in texts:
        for spelling in sorted(spellings):
            found |= Q(**{f"{name}__icontains": spelling})
    matching: QuerySet[Row] = rows.annotate(**texts).filter(found)
    return matching


def history_of(contact: Contact, addresses: Iterable[str]) -> QuerySet[LogEntry]:
    """What the author's history says of this person's rows, or with an address of theirs."""
    about = Q(pk__in=naming(LogEntry.objects.all(), addresses, *("object_repr", "change_message")))
    for rows in (contact.bookings, contact.wishes, contact.replies, contact.enrollments):
        about |= _entries(rows.model, rows.order_by().values_list("pk", flat=True))
    return LogEntry.objects.filter(about | _entries(Contact, [contact.pk]))


def _entries(model: type[models.Model], ids: Iterable[int]) -> Q:
    kind = ContentType.objects.get_for_model(model)
    return Q(content_type=kind, object_id__in=[str(pk) for pk in ids])


def reserved_by(contact: Contact) -> QuerySet[Contact]:
    """Addresses they asked to be written to instead, which nobody has answered from."""
    asked = AddressChange.objects.filter(contact=contact).order_by().values("reserve")
    unused = dict.fromkeys(("bookings", "wishes", "guides", "enrollments", "consents"))
    return Contact.objects.filter(pk__in=asked, confirmed_at=None, **unused)


def forget_mentions(addresses: Iterable[str]) -> None:
    """Drop servers' words and logins that hold one of these addresses."""
    naming(DeliveryEvent.objects.all(), addresses, "raw", "detail").delete()
    naming(Breaker.objects.all(), addresses, "reason").update(reason="")
    naming(AccessAttempt.objects.all(), addresses, *OF_LOGINS, "get_data", "post_data").delete()
    for logins in (AccessFailureLog.objects.all(), AccessLog.objects.all()):
        naming(logins, addresses, *OF_LOGINS).delete()


def scrub(history: QuerySet[LogEntry]) -> int:
    """The author's history keeps what she did and when, and forgets to whom."""
    ids = list(history.values_list("pk", flat=True))
    entries: QuerySet[Any] = LogEntry.objects.filter(pk__in=ids)
    return entries.update(object_repr=_("an erased person"), change_message="")


def kept_mails(uids: Iterable[str]) -> list[Path]:
    """The files of these mails, where mail is kept in a folder instead of sent."""
    wanted = set(uids)
    files = Path(settings.MAILBOX_DIR).glob("*-*.eml")
    return [file for file in files if file.stem.rpartition("-")[2] in wanted]
