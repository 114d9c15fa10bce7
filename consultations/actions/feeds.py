"""The author's other calendars, looked at by tick; and the address of her bookings' own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings

from consultations import feed_child, freebusy, transport
from consultations.models import Feed, Subscription
from consultations.models.feeds import kept_windows
from practice.models import Practice

EVERY = timedelta(minutes=15)
AFTER_LIMITS = timedelta(hours=6)  # one that was cut off costs seconds each time
AHEAD = timedelta(days=366)
BACK = timedelta(days=8)


def refresh_feeds(
    *, now: datetime, limit: int = 10, fetch: Callable[[str], bytes] = transport.fetch
) -> int:
    """Look at the calendars that are due; how many. One that fails keeps its last good state."""
    due = list(Feed.objects.due(now)[:limit])
    return sum(refresh(feed=feed, now=now, fetch=fetch) for feed in due)


def refresh(*, feed: Feed, now: datetime, fetch: Callable[[str], bytes] = transport.fetch) -> bool:
    """Look at one calendar, unless another worker does; the network stands outside any
    transaction. It counts as looked at only with its outcome.
    """
    # The claim: whoever moves the date first looks, and a killed one is looked at again in its
    # time.
    mine = Feed.objects.filter(pk=feed.pk, next_check_at=feed.next_check_at)
    if not mine.update(next_check_at=now + EVERY):
        return False
    try:
        windows = feed_child.read_confined(
            fetch(freebusy.secure_address(feed.address)),
            zone=ZoneInfo(Practice.objects.the().zone),
            first=now - BACK,
            last=now + AHEAD,
            own=own_mark(),
        )
    except (transport.Unfetched, freebusy.Unreadable) as error:
        after = AFTER_LIMITS if isinstance(error, feed_child.Confined) else EVERY
        # By the address too: the author may have pasted another one during the seconds this took.
        same = Feed.objects.filter(pk=feed.pk, address=feed.address)
        same.update(problem=str(error)[:300], checked_at=now, next_check_at=now + after)
    else:
        same = Feed.objects.filter(pk=feed.pk, address=feed.address)
        same.update(busy=kept_windows(windows), problem="", checked_at=now, good_at=now)
    return True


def own_mark() -> str:
    """How the UID of our own bookings ends, so that they do not come back as busy times."""
    return f"@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def subscription(*, now: datetime) -> Subscription:
    """The address of her bookings, made the first time it is asked for. New ones go by it."""
    row, _created = Subscription.objects.update_or_create(
        pk=1, defaults={"takes_new": True}, create_defaults={"made_at": now}
    )
    return row


def invite_author() -> None:
    """New bookings come as invitations. An address made before goes on with those that came by it,
    until they are over: none is missing in her calendar, and none stands there twice.
    """
    Subscription.objects.update(takes_new=False)


def renew_subscription(*, now: datetime) -> Subscription:
    """A new address; the old one shows nothing any more."""
    row = subscription(now=now)
    row.uid, row.made_at = uuid.uuid4(), now
    row.save()
    return row
