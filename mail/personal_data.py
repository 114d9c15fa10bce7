"""What is kept of mail: to a person, from a person, and what servers and notices say of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from contacts.personal_data import (
    Data,
    ExportText,
    Keeper,
    People,
    RegisterEntry,
    Rows,
    naming,
    of_contact,
)
from mail.models import Breaker, DeliveryEvent, Message, Reply

MACHINES = (
    *("uid", "key", "consent", "values", "attachment", "next_try_at", "tries", "claimed_by"),
    *("claimed_at", "provider_id", "unsent"),
)
"""Fields of a mail that no export shows; what its reader got of them, `letter` tells."""


def letter(message: Message, reading: ExportText) -> Data:
    """A mail's words, without the links that only its reader may hold."""
    values: Mapping[str, Any] = message.values
    read = reading.read(message)
    return {
        "subject": read.subject,
        "text": read.text,
        "filled_in": {
            name: text for name, text in values.items() if not str(text).startswith("http")
        },
        "attachment": (message.attachment or {}).get("filename", ""),
    }


def notices(rows: Callable[[People], Rows]) -> RegisterEntry:
    """Letters to the author that tell of a person, found by `rows`."""
    return RegisterEntry(
        Message,
        rows,
        part="notices",
        goes=_("notices to you that name this person: %d"),
        left_out=(*MACHINES, "facts", "names"),
        more=letter,
        outside=_in_mailbox,
    )


def keyed(kind: str, ids: Iterable[str]) -> Rows:
    """Letters to the author whose key is `kind:` and one of these ids, whatever follows."""
    wanted = list(ids)
    hers = Message.objects.filter(contact=None, key__startswith=f"{kind}:")
    length = max(map(len, wanted), default=0)
    return hers.annotate(of=Substr("key", len(kind) + 2, length)).filter(of__in=wanted)


def _in_mailbox(rows: Rows, people: People) -> Callable[[], None]:
    """The files of these mails, where mail is kept in a folder instead of sent; also any other
    file there with an address of theirs.
    """
    uids = {uid.hex for uid in rows.values_list("uid", flat=True)}
    addresses = [address.lower().encode() for address in people.addresses]

    def remove() -> None:
        for file in Path(settings.MAILBOX_DIR).glob("*"):  # half-written ones too
            is_theirs = file.stem.rpartition("-")[2] in uids
            if is_theirs or any(address in file.read_bytes().lower() for address in addresses):
                file.unlink(missing_ok=True)

    return remove


def _reports(people: People) -> Rows:
    own = DeliveryEvent.objects.filter(contact__in=people.contacts).order_by()
    on_mails = DeliveryEvent.objects.filter(message__contact__in=people.contacts).order_by()
    return DeliveryEvent.objects.filter(pk__in=own.values("pk").union(on_mails.values("pk")))


def _reports_on_others(people: People) -> Rows:
    """Reports on mails to the author that name somebody."""
    rows = DeliveryEvent.objects.filter(contact=None)
    return naming(rows, people.addresses, "raw", "detail")


def _told_of_replies(people: People) -> Rows:
    uids = Reply.objects.filter(contact__in=people.contacts).values_list("uid", flat=True)
    return keyed("reply", (uid.hex for uid in uids))


def _naming(people: People) -> Rows:
    rows = Message.objects.filter(contact=None)
    return naming(rows, people.addresses, "values", "attachment")


def _locked(rows: Rows) -> Rows:
    messages: Any = rows  # of this model
    locked: Rows = messages.locked()
    return locked


ENTRIES = (
    RegisterEntry(
        Message,
        of_contact(Message),
        part="mails",
        goes=_("mails, sent and waiting: %d"),
        left_out=MACHINES,
        from_answers=("facts", "names"),
        more=letter,
        outside=_in_mailbox,
        # In the order in which a worker marks what it sent.
        lock=_locked,
    ),
    notices(_told_of_replies),
    notices(_naming),
    RegisterEntry(
        DeliveryEvent,
        _reports,
        part="delivery",
        left_out=("event_key", "weighed_at"),
        from_answers=("raw",),  # a report may quote the mail it is about
    ),
    RegisterEntry(DeliveryEvent, _reports_on_others),
    RegisterEntry(
        Reply,
        of_contact(Reply),
        part="replies",
        goes=_("replies: %d"),
        left_out=("uid", "event_key"),
        keeps=Keeper(_("a reply"), lambda _at: Reply.objects.all()),
    ),
    RegisterEntry(
        Breaker,
        lambda people: naming(Breaker.objects.all(), people.addresses, "reason"),
        blank={"reason": ""},
    ),
)
