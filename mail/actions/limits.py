"""How many mails may leave this second and this day, for the whole house: one row counts.

The row serves both worlds and any number of workers. A tenth of a day is kept for what people
wait for (confirmations, bookings, notices), so that lessons never use a day up.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from mail.models import Meter, Purpose

URGENT = (Purpose.REQUESTED, Purpose.NOTICE, Purpose.REMINDER)


def left_today() -> tuple[int, int] | None:
    """(for everything, for lessons and one-off letters); None: there is no limit."""
    most = settings.MAIL_PER_DAY
    if not most:
        return None
    meter = Meter.objects.filter(pk=1).first()
    # A day ahead of the clock is one that the clock stepped back from: `granted` counts on in it.
    is_over = meter is None or meter.day is None or meter.day < database_time().date()
    used = 0 if meter is None or is_over else meter.in_day
    return max(0, most - used), max(0, most - most // 10 - used)


def purposes() -> tuple[str, ...]:
    """What may be claimed now."""
    left = left_today()
    if left is None or left[1]:
        return tuple(Purpose.values)
    return URGENT if left[0] else ()


def most_at_once(count: int) -> int:
    """How many are worth claiming."""
    left = left_today()
    if settings.MAIL_PER_SECOND:
        count = min(count, settings.MAIL_PER_SECOND)
    return count if left is None else min(count, left[1] or left[0])


@transaction.atomic
def granted(count: int) -> int:
    """How many of `count` may leave now; they are counted."""
    if not settings.MAIL_PER_SECOND and not settings.MAIL_PER_DAY:
        return count
    Meter.objects.get_or_create(pk=1)
    # Under the row's lock: workers count one after the other, and together stay under the limit.
    meter = Meter.objects.select_for_update().get(pk=1)
    second = database_time().replace(microsecond=0)
    day = second.date()
    if meter.second != second:  # also one ahead: a clock that stepped back must not wait for it
        meter.second, meter.in_second = second, 0
    # Never back to an earlier day: a clock that steps back would give a day's mails twice.
    if meter.day is None or meter.day < day:
        meter.day, meter.in_day = day, 0
    if settings.MAIL_PER_SECOND:
        count = min(count, max(0, settings.MAIL_PER_SECOND - meter.in_second))
    if settings.MAIL_PER_DAY:
        count = min(count, max(0, settings.MAIL_PER_DAY - meter.in_day))
    meter.in_second += count
    meter.in_day += count
    meter.save()
    return count


def database_time() -> datetime:
    """One clock for all hosts, in UTC. Their own may be a second apart, which would begin each
    second anew with every turn; and one that runs hours ahead would end the day for all. Counting
    asks for it once the row is locked, so that it only goes on.
    """
    moment: datetime = Meter.objects.values_list(Now(), flat=True).get(pk=1)
    return moment
