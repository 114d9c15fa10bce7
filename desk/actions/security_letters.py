"""Letters about a login: whoever takes it over cannot do so in silence (ASVS 5, 6.3.7)."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.formats import date_format

from contacts.links import absolute
from desk.actions.checks.practice import is_example
from mail.actions.notices import tell
from mail.models import Message
from practice.models import Practice

LETTER = "security_notice"


def tell_user(user: User, news: str, *, now: datetime, to: str = "") -> Message | None:
    """One letter about this login, to its own address (or to `to`); where it has none, to the
    address for notices.
    """
    return _tell(user, news, now=now, address=to or user.email)


def tell_owner(user: User, news: str, *, now: datetime) -> Message | None:
    """One letter about somebody's login, to the address for notices."""
    return _tell(user, news, now=now, address="")


def _tell(user: User, news: str, *, now: datetime, address: str) -> Message | None:
    practice = Practice.objects.the()
    if is_example(address or practice.notice_email):
        return None
    here = now.astimezone(ZoneInfo(practice.zone))
    return tell(
        LETTER,
        key=f"security:{uuid.uuid4()}",
        values={
            "news_text": news,
            "who_text": user.get_username(),
            "when_text": date_format(here, "DATETIME_FORMAT"),
            "zone_name": practice.zone,
            "admin_url": absolute(reverse("desk:account")),
        },
        now=now,
        to=address,
    )
