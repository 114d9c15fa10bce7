"""Letters to the author: at once when something is broken, and on Mondays the week in numbers.

Each only if she wants it. Of trouble at most one letter in six hours, and only of what has lasted
five minutes: what mends itself is no news.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contacts.links import absolute
from desk.actions import checks, overview
from desk.actions.checks.practice import is_example
from desk.actions.findings import CheckLine, CheckMoment, CheckState
from health.models import CheckRun
from mail.actions.notices import tell
from mail.models import Message
from practice.models import Practice

QUIET = timedelta(hours=6)
LASTED = timedelta(minutes=5)
WEEK = timedelta(days=7)
HOUR = 8  # of Monday, in her zone
# What breaks by itself. What was never filled in stands on Home, not in a letter.
BREAKING = (
    *("processes", "regular", "waiting", "failures", "breaker", "suppressions", "guides", "disk"),
    *("spf", "dkim", "dmarc", "unsubscribing", "way_out", "wording", "dead_links"),
)


@transaction.atomic
def tell_trouble(moment: CheckMoment) -> Message | None:
    """One letter about everything that is newly broken, unless there was one lately."""
    if not wanted("tell_trouble"):
        return None
    # Two rounds at once: the second waits, and finds that the letter was written.
    rows = CheckRun.objects.select_for_update().filter(key__in=BREAKING)
    if rows.filter(notified_at__gt=moment.real_now - QUIET).exists():
        return None
    new = rows.filter(
        state=CheckState.FAULT.value, notified_at=None, since__lte=moment.real_now - LASTED
    )
    broken = list(new.order_by("pk"))
    if not broken:
        return None
    CheckRun.objects.filter(pk__in=[row.pk for row in broken]).update(notified_at=moment.real_now)
    words = " ".join(f"{row.words} {row.mend}" for row in broken)
    return tell(
        "trouble_notice",
        key=f"trouble:{moment.real_now:%Y%m%dT%H%M%S}",
        values={"note_text": words, "admin_url": absolute(reverse("desk:checkup"))},
        now=moment.now,
    )


def wanted(switch: str) -> bool:
    """Whether she wants this letter, and there is an address of hers to write to."""
    practice = Practice.objects.the()
    return bool(getattr(practice, switch)) and not is_example(practice.notice_email)


def write_weekly(moment: CheckMoment) -> Message | None:
    """The Monday letter, once a week, from eight in her zone."""
    here = moment.now.astimezone(ZoneInfo(moment.practice.zone))
    monday = datetime.combine(here.date(), time(HOUR), here.tzinfo)
    if here.weekday() or here < monday or not wanted("tell_weekly"):
        return None
    key = f"weekly:{here.date().isoformat()}"
    if Message.objects.filter(key=key).exists():
        return None
    since = (monday - WEEK).date()
    return tell(
        "weekly_notice",
        key=key,
        values={
            "week_text": _("the week from %s") % date_format(since, "DATE_FORMAT"),
            **numbers(moment.now),
            "needs_text": " ".join(needs(moment)) or _("Nothing. All is well."),
            "admin_url": absolute(reverse("admin:index")),
        },
        now=moment.now,
    )


def numbers(now: datetime) -> dict[str, str]:
    """Each step as “12 (9)”, the week before in brackets; and all of them in one line."""
    spans = ((now - WEEK, now), (now - 2 * WEEK, now - WEEK))
    counts, words = overview.numbers(spans), overview.titles()
    pairs = {key: counts.get(key, (0, 0)) for key in words}
    texts = {key: f"{latest} ({before})" for key, (latest, before) in pairs.items()}
    line = " ".join(f"{words[key]}: {number}." for key, number in texts.items())
    return {f"{key}_text": number for key, number in texts.items()} | {"numbers_text": line}


def needs(moment: CheckMoment) -> Iterable[str]:
    """What waits for her, in sentences; then what is broken and how to mend it."""
    counts = moment.counts
    said: Sequence[tuple[str, str]] = (
        ("replies", _("Replies that wait for you: %d.")),
        ("time_requests", _("People who found no time: %d.")),
        ("unmarked", _("Meetings to mark as held or missed: %d.")),
    )
    yield from (words % counts[name] for name, words in said if counts[name])
    yield from (sentence(line) for line in checks.look(checks.RUNNING, moment) if line.is_fault)


def sentence(line: CheckLine) -> str:
    return f"{line.finding.words} {line.finding.mend}"
