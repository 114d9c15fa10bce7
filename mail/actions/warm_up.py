"""The rising daily cap on one-off letters: when one begins, and what the days hold by now.

What has gone and what waits is read from the messages themselves, so that a pause, a stop or a kill
leaves no number behind that is not so.
"""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate

from mail.daily_cap import FIRST, DailyCap
from mail.models import Message, MessageState, Purpose, WarmUp
from mail.send_window import zone_of
from practice.models import Practice
from practice.once import cached

_NOT_GOING = (MessageState.WITHDRAWN, MessageState.SKIPPED, MessageState.EXPIRED)


def warm_up(*, now: datetime) -> WarmUp:
    """The one of the present sender, not saved where this one has sent nothing yet."""
    domain = Practice.objects.the().from_email.rpartition("@")[2].lower()
    # The desk's figure of 15 queries a page: a letter's page asks from two places.
    row = cached("warm_up", lambda: WarmUp.objects.filter(pk=1).first())
    if row is not None and row.sender == domain:
        return row
    return WarmUp(pk=1, reason=WarmUp.Reason.SENDER, sender=domain, first=FIRST, since=now)


def locked_cap(*, zone: ZoneInfo, now: datetime) -> DailyCap:
    """The cap, for whoever queues letters: nobody else does until the transaction ends."""
    row = warm_up(now=now)
    # Whoever comes first makes the row; of two, the other waits for the key and then for the lock.
    WarmUp.objects.get_or_create(pk=1, defaults=_columns(row))
    if WarmUp.objects.select_for_update().get(pk=1).sender != row.sender:
        WarmUp.objects.filter(pk=1).update(**_columns(row))
    cap = cap_of(row, zone=zone)
    if row.first and cap.of(now.astimezone(zone).date()) is None:
        # Over for good: from now on nobody counts the letters since then.
        WarmUp.objects.filter(pk=1).update(first=0)
    return cap


def cap_of(row: WarmUp, *, zone: ZoneInfo) -> DailyCap:
    """What the days since a warm-up began hold, in the author's zone."""
    if not row.first:
        return DailyCap(first=0, days={})
    began = datetime.combine(row.since.astimezone(zone).date(), time(), zone)
    rows = Message.objects.real().filter(
        purpose=Purpose.LETTERS, contact__isnull=False, not_before__gte=began
    )
    days = rows.exclude(state__in=_NOT_GOING).order_by()
    by_day = days.annotate(day=TruncDate("not_before", tzinfo=zone)).values_list("day")
    return DailyCap(first=row.first, days=dict(by_day.annotate(count=Count("pk"))))


def begin_after_import(*, agreed_before: int, now: datetime) -> None:
    """People came from a file: on the first day as many get letters as could before, at least
    `FIRST`. A warm-up that has not ended goes on as it is.
    """
    row = warm_up(now=now)
    home = zone_of(Practice.objects.the().zone)
    if cap_of(row, zone=home).of(now.astimezone(home).date()) is not None:
        return
    changed = {"reason": WarmUp.Reason.IMPORT, "first": max(FIRST, agreed_before), "since": now}
    WarmUp.objects.update_or_create(pk=1, defaults=_columns(row) | changed)


def _columns(row: WarmUp) -> dict[str, object]:
    return {"reason": row.reason, "sender": row.sender, "first": row.first, "since": row.since}
