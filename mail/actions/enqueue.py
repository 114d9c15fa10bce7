"""Messages enter the queue once per key, are taken back while unsent, and enter again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from contacts.actions import REMINDERS
from contacts.models import Contact
from mail.models import Letter, Message, MessageState, Purpose
from writing.segments import Facts

REOPENED = (MessageState.WITHDRAWN, MessageState.EXPIRED)


@dataclass(frozen=True)
class NewMessage:
    """A letter to be queued; the fields are the arguments of `queue`."""

    key: str
    letter: Letter
    contact: Contact | None
    purpose: str
    facts: Facts
    names: Mapping[str, str]
    values: Mapping[str, str]
    not_before: datetime
    offer: int | None = None  # the id of the one whose letter it is
    consent: str = ""
    not_after: datetime | None = None
    attachment: Mapping[str, str] | None = None
    is_test: bool = False

    def fields(self) -> dict[str, Any]:
        """The row's fields but for its key."""
        first_name = str(self.values.get("first_name", ""))
        may_stop = self.purpose in (Purpose.REMINDER, Purpose.NOTICE) and self.contact
        return {
            "letter": self.letter,
            "offer_id": self.offer,
            "contact": self.contact,
            "purpose": self.purpose,
            "consent": self.consent or (REMINDERS if may_stop else ""),
            "facts": self.facts.with_facts(has_name=bool(first_name.strip())).as_json(),
            "names": dict(self.names),
            "values": {name: str(value) for name, value in self.values.items()},
            "attachment": dict(self.attachment) if self.attachment else None,
            "not_before": self.not_before,
            "not_after": self.not_after,
            "next_try_at": self.not_before,
            "is_test": self.is_test,
        }


@transaction.atomic
def queue(
    *,
    key: str,
    letter: Letter,
    contact: Contact | None,
    purpose: str,
    offer: int | None = None,
    consent: str = "",
    facts: Facts,
    names: Mapping[str, str],
    values: Mapping[str, str],
    not_before: datetime,
    not_after: datetime | None = None,
    attachment: Mapping[str, str] | None = None,
    is_test: bool = False,
    now: datetime,
) -> Message:
    """One message per key: the second call returns the first, as it is.

    A withdrawn or expired one is opened again with everything given here. `contact` None: to the
    author. `has_name` follows from `values["first_name"]`. Links of the house (unsubscribe_url,
    preferences_url, site_url) are put in when rendered.
    """
    new = NewMessage(
        key=key,
        letter=letter,
        contact=contact,
        purpose=purpose,
        offer=offer,
        consent=consent,
        facts=facts,
        names=names,
        values=values,
        not_before=not_before,
        not_after=not_after,
        attachment=attachment,
        is_test=is_test,
    )
    message, created = Message.objects.get_or_create(
        key=key, defaults={**new.fields(), "created_at": now}
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
    Message.objects.bulk_create(
        [Message(key=letter.key, created_at=now, **letter.fields()) for letter in letters],
        ignore_conflicts=True,
    )
    rows = Message.objects.filter(key__in=[letter.key for letter in letters])
    states = {key: (pk, state) for key, pk, state in rows.values_list("key", "pk", "state")}
    for letter in letters:
        if states[letter.key][1] in REOPENED:
            _reopen(letter)
    return {key: pk for key, (pk, _state) in states.items()}


def _reopen(letter: NewMessage) -> None:
    Message.objects.filter(key=letter.key, state__in=REOPENED).update(
        **letter.fields(),
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
