"""Messages enter the queue once per key, are taken back while unsent, and enter again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction

from contacts.actions import REMINDERS
from contacts.models import Contact
from mail.models import Letter, Message, MessageState, Purpose
from writing.segments import Facts

REOPENED = (MessageState.WITHDRAWN, MessageState.EXPIRED)


class NewMessage(TypedDict):
    """A letter to be queued. `contact` None: to the author. `offer`: the id of the one whose letter
    it is. `has_name` of the facts follows from `values["first_name"]`; links of the house
    (unsubscribe_url, preferences_url, site_url) are put in when rendered.
    """

    key: str
    letter: Letter
    contact: Contact | None
    purpose: str
    facts: Facts
    names: Mapping[str, str]
    values: Mapping[str, str]
    not_before: datetime
    offer: NotRequired[int | None]
    consent: NotRequired[str]
    not_after: NotRequired[datetime | None]
    attachment: NotRequired[Mapping[str, str] | None]
    is_test: NotRequired[bool]


def _fields(new: NewMessage) -> dict[str, Any]:
    """The row's fields but for its key."""
    first_name = str(new["values"].get("first_name", ""))
    may_stop = new["purpose"] in (Purpose.REMINDER, Purpose.NOTICE) and new["contact"]
    attachment = new.get("attachment")
    return {
        "letter": new["letter"],
        "offer_id": new.get("offer"),
        "contact": new["contact"],
        "purpose": new["purpose"],
        "consent": new.get("consent") or (REMINDERS if may_stop else ""),
        "facts": new["facts"].with_facts(has_name=bool(first_name.strip())).as_json(),
        "names": dict(new["names"]),
        "values": {name: str(value) for name, value in new["values"].items()},
        "attachment": dict(attachment) if attachment else None,
        "not_before": new["not_before"],
        "not_after": new.get("not_after"),
        "next_try_at": new["not_before"],
        "is_test": new.get("is_test", False),
    }


@transaction.atomic
def queue(*, now: datetime, **new: Unpack[NewMessage]) -> Message:
    """One message per key: the second call returns the first, as it is. A withdrawn or expired one
    is opened again with everything given here.
    """
    # The key is unique: of two that queue the same at once the second gets the first's row.
    message, created = Message.objects.get_or_create(
        key=new["key"], defaults={**_fields(new), "created_at": now}
    )
    # One that is on its way or was sent stays as it is: whoever asks twice (promise 2: tasks come
    # three times, two schedulers run) sends once.
    if created or message.state not in REOPENED:
        return message
    _reopen(new)
    message.refresh_from_db()
    return message


@transaction.atomic
def queue_all(letters: Sequence[NewMessage], *, now: datetime) -> dict[str, int]:
    """What `queue` does for each of these, in a few statements; the messages' ids by key."""
    # Those that are there already are left as they are, as `queue` does, and opened again below.
    Message.objects.bulk_create(
        [Message(key=new["key"], created_at=now, **_fields(new)) for new in letters],
        ignore_conflicts=True,
    )
    rows = Message.objects.filter(key__in=[new["key"] for new in letters])
    states = {key: (pk, state) for key, pk, state in rows.values_list("key", "pk", "state")}
    for new in letters:
        if states[new["key"]][1] in REOPENED:
            _reopen(new)
    return {key: pk for key, (pk, _state) in states.items()}


def _reopen(new: NewMessage) -> None:
    Message.objects.filter(key=new["key"], state__in=REOPENED).update(
        **_fields(new),
        state=MessageState.QUEUED,
        reason="",
        tries=0,
        settled_at=None,
        # Nothing of it has left the house (it was withdrawn or expired), so it may say the practice
        # of now.
        practice_revision=None,
    )


@transaction.atomic
def withdraw(*, key: str, reason: str, now: datetime) -> int:
    """Take an unsent message back; how many were (0 or 1). Safe to repeat.

    One that a worker holds at this moment may still go out; if it does not, it ends withdrawn.
    """
    words = reason[:300] or "withdrawn"
    # Its state is read under the row's lock: one that is claimed or given back between two
    # statements would slip past both, and go out although it was taken back.
    message = Message.objects.select_for_update().only("pk", "state").filter(key=key).first()
    if message is None or message.state not in (MessageState.QUEUED, MessageState.SENDING):
        return 0
    row = Message.objects.filter(pk=message.pk)
    if message.state == MessageState.SENDING:
        row.update(reason=words)
        return 0
    return row.update(state=MessageState.WITHDRAWN, reason=words, settled_at=now)
