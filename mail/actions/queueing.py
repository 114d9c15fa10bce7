"""Messages enter the queue once per key, are taken back while unsent, and enter again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from contacts.actions import REMINDERS
from contacts.models import Contact
from mail.models import Letter, Message, Purpose, State
from writing.facts import Facts

REOPENED = (State.WITHDRAWN, State.EXPIRED)


@transaction.atomic
def queue(
    *,
    key: str,
    letter: Letter,
    contact: Contact | None,
    purpose: str,
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
    fields: dict[str, Any] = {
        "letter": letter,
        "contact": contact,
        "purpose": purpose,
        "consent": consent or (REMINDERS if purpose == Purpose.REMINDER and contact else ""),
        "facts": dataclasses.replace(
            facts, has_name=bool(str(values.get("first_name", "")).strip())
        ).as_json(),
        "names": dict(names),
        "values": {name: str(value) for name, value in values.items()},
        "attachment": dict(attachment) if attachment else None,
        "not_before": not_before,
        "not_after": not_after,
        "next_try_at": not_before,
        "is_test": is_test,
    }
    message, created = Message.objects.get_or_create(
        key=key, defaults={**fields, "created_at": now}
    )
    if created or message.state not in REOPENED:
        return message
    Message.objects.filter(pk=message.pk, state__in=REOPENED).update(
        **fields, state=State.QUEUED, reason="", tries=0, settled_at=None
    )
    message.refresh_from_db()
    return message


def withdraw(*, key: str, reason: str, now: datetime) -> int:
    """Take an unsent message back; how many were (0 or 1). Safe to repeat.

    One that a worker holds at this moment may still go out; if it does not, it ends withdrawn.
    """
    words = reason[:300] or "withdrawn"
    Message.objects.filter(key=key, state=State.SENDING).update(reason=words)
    return Message.objects.filter(key=key, state=State.QUEUED).update(
        state=State.WITHDRAWN, reason=words, settled_at=now
    )
