"""What an installation holds, by kind: how many, and when the newest was made. So that whoever puts
a backup back sees first what of now is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.db import DatabaseError
from django.db.models import Count, Max, Model

from assessments.models import Attempt
from consultations.models import Booking, TimeRequest
from contacts.models import Contact
from courses.models import Enrollment
from guides.models import GuideCopy
from mail.models import Message, Reply

# kind, its rows, when one was made
KINDS: tuple[tuple[str, type[Model], str], ...] = (
    ("people", Contact, "created_at"),
    ("sets of answers", Attempt, "started_at"),
    ("guides", GuideCopy, "requested_at"),
    ("people in courses", Enrollment, "created_at"),
    ("bookings", Booking, "booked_at"),
    ("wishes for a time", TimeRequest, "made_at"),
    ("replies", Reply, "at"),
    ("mails", Message, "created_at"),
    ("changes by the author", LogEntry, "action_time"),
)


Held = tuple[int, datetime | None]
"""How many of a kind there are, and when the newest was made."""


def held(*, since: datetime | None = None) -> dict[str, Held]:
    """What is here, all of it or what was made after `since`; empty where nothing can be read."""
    try:
        return dict(_kinds(since))
    except DatabaseError:  # no tables yet, or those of another version
        return {}


def _kinds(since: datetime | None) -> Iterator[tuple[str, Held]]:
    for kind, model, made in KINDS:
        rows = model._default_manager.all()
        if since is not None:
            rows = rows.filter(**{f"{made}__gt": since})
        totals = rows.order_by().aggregate(count=Count("pk"), newest=Max(made))
        yield kind, (totals["count"], totals["newest"])


def as_plain(holdings: Mapping[str, Held]) -> dict[str, list[int | str]]:
    """As a backup's manifest keeps it."""
    return {
        kind: [count, newest.isoformat() if newest else ""]
        for kind, (count, newest) in holdings.items()
    }


def from_plain(manifest: Mapping[str, tuple[int, str]]) -> dict[str, Held]:
    """What `as_plain` made."""
    return {
        kind: (count, datetime.fromisoformat(newest) if newest else None)
        for kind, (count, newest) in manifest.items()
    }


def as_lines(holdings: Mapping[str, Held]) -> Iterator[str]:
    """A line for each kind of which there is any."""
    lines = [
        f"  {kind}: {count}" + (f", the newest of {newest:%Y-%m-%d %H:%M} UTC" if newest else "")
        for kind, (count, newest) in holdings.items()
        if count
    ]
    yield from lines or ["  nothing" if holdings else "  nothing that can be read"]
