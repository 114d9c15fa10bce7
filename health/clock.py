"""The only reader of the clock.

In development's embedded world a file may hold a pretend offset, for the time-lapse.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings


def real_now() -> datetime:
    """The machine's time, UTC: for leases and heartbeats, which a pretend clock must not move."""
    return datetime.now(UTC)


def offset() -> timedelta:
    """The pretend offset in seconds; zero outside development's embedded world."""
    if not settings.PRETEND_CLOCK:
        return timedelta()
    try:
        return timedelta(seconds=float(settings.CLOCK_FILE.read_text() or 0))
    except (OSError, ValueError):
        return timedelta()


def now() -> datetime:
    """The time every rule of the product goes by, UTC."""
    return real_now() + offset()


def pretend(ahead: timedelta) -> None:
    """Set the pretend offset; refused where the clock is real."""
    if not settings.PRETEND_CLOCK:
        raise RuntimeError("The clock can only be moved in development's embedded world.")
    # Written beside and moved: four processes read it, and none may see half a number.
    draft = settings.CLOCK_FILE.with_suffix(".new")
    draft.write_text(str(ahead.total_seconds()))
    draft.replace(settings.CLOCK_FILE)
