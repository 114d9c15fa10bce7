"""When to try again, for one message and for the whole house. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from mail.smtp_replies import SmtpOutcome

# RFC 5321, 4.5.4.1: at least 30 minutes, give up after four to five days. 95.5 hours in all.
DELAYS = tuple(timedelta(hours=hours) for hours in (0.5, 1, 2, 4, 8, 16, 16, 24, 24))
# The first times, where the message is probably not to blame.
SOON = {
    SmtpOutcome.UNSURE: timedelta(minutes=2),
    SmtpOutcome.LOST: timedelta(minutes=2),
    SmtpOutcome.SENDER: timedelta(),  # after the pause
}
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 3, 10, 30, 60, 120))


def next_try(*, tries: int, now: datetime) -> datetime | None:
    """When a message that was tried `tries` times goes again; None: four days were enough."""
    return now + DELAYS[tries - 1] if 1 <= tries <= len(DELAYS) else None


def next_pause(*, pauses: int, now: datetime) -> datetime:
    """Until when sending pauses for the `pauses`-th time in a row, counted from 1."""
    return now + PAUSES[min(max(pauses, 1), len(PAUSES)) - 1]


def after(outcome: SmtpOutcome, *, is_ours: bool, tries: int, now: datetime) -> datetime | None:
    """When a message goes again after an outcome; None: never.

    What is probably no fault of the message (`is_ours`, a lost line, an unheard answer) may be
    tried soon; from the third time on it waits as long as any other, so that none blocks the rest.
    """
    if is_ours:
        return now
    if tries <= 2 and outcome in SOON:
        return now + SOON[outcome]
    return next_try(tries=tries, now=now)
