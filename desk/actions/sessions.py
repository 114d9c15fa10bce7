"""The sessions of a login: where it is logged in, and ending them (ASVS 5, 7.4 and 7.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

BEGAN, SEEN, BROWSER, FORWARDED = "began", "seen", "browser", "forwarded"
NOTED_EVERY = timedelta(minutes=2)


def open_sessions(user: User, *, now: datetime) -> list[dict[str, Any]]:
    """Where this login is logged in, the one used last first: its `key`, its `browser`, since when
    and until when it was used (None: not noted).
    """
    sessions = [
        {
            "key": row.session_key,
            "browser": str(data.get(BROWSER, "")),
            "began_at": _moment(data.get(BEGAN)),
            "seen_at": _moment(data.get(SEEN)),
        }
        for row, data in _rows(user, now=now)
    ]
    return sorted(sessions, key=lambda row: (row["seen_at"] or now, row["key"]), reverse=True)


def end_others(user: User, *, keep: str | None, now: datetime) -> int:
    """End every session of this login but the one of this key; how many. A request that is under
    way in one of them cannot bring it back: a session whose row is gone is not saved.
    """
    keys = [row.session_key for row, _data in _rows(user, now=now) if row.session_key != keep]
    return Session.objects.filter(session_key__in=keys).delete()[0]


def note(session: SessionBase, *, browser: str, forwarded: bool, now: datetime) -> bool:
    """Note that a session is used, every few minutes, and whether by way of a proxy; False when it
    has ended: idle for too long, or open since too long ago.
    """
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        session[BEGAN] = session[SEEN] = now.timestamp()
        session[BROWSER], session[FORWARDED] = browser, forwarded
        return True
    idle, age = now.timestamp() - seen, now.timestamp() - began
    if idle > settings.SESSION_IDLE_AGE or age > settings.SESSION_COOKIE_AGE:
        return False
    # Not at each request: a page with ten frames would write the row ten times.
    if idle > NOTED_EVERY.total_seconds():
        session[SEEN], session[FORWARDED] = now.timestamp(), forwarded
    return True


def any_forwarded(*, now: datetime) -> bool:
    """Whether somebody who is logged in came by a proxy. Strangers' requests are not asked: the
    header is whatever they type.
    """
    rows = Session.objects.filter(expire_date__gt=now)
    return any(row.get_decoded().get(FORWARDED) for row in rows)


def forget_old(*, now: datetime) -> int:
    """Drop the rows of sessions that ended by their age."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _rows(user: User, *, now: datetime) -> Iterator[tuple[Session, dict[str, object]]]:
    """Only the desk has sessions, so there are few to look through."""
    for row in Session.objects.filter(expire_date__gt=now).order_by("session_key"):
        data = row.get_decoded()
        if str(data.get(SESSION_KEY, "")) == str(user.pk):
            yield row, data


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int | float) else None
