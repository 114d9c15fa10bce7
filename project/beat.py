"""Every periodic task on one screen: what wakes, how often.

Each entry expires with its cadence, so nothing piles up.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from celery.schedules import schedule as every

# task -> seconds between wakes: (in production, in the demo's time-lapse)
TICKS: dict[str, tuple[float, float]] = {
    "mail.tasks.send_due": (2, 0.5),
    "courses.tasks.queue_due": (20, 0.5),
    "guides.tasks.build_due": (5, 0.5),
    "consultations.tasks.remind_due": (60, 1),
    "consultations.tasks.refresh_feeds": (60, 5),
    "desk.tasks.tidy": (3600, 3600),
    "desk.tasks.look_round": (300, 300),
    "desk.tasks.write_weekly": (900, 900),
}


def steady() -> datetime:
    """Time that only goes on: a wall clock set back by an hour held all wakes up for an hour."""
    return datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=monotonic())


def schedule(*, quick: bool = False) -> dict[str, dict[str, Any]]:
    """Celery's beat_schedule. Pure."""
    return {
        task: {
            "task": task,
            "schedule": every(seconds[1] if quick else seconds[0], nowfun=steady),
            "options": {"expires": seconds[1] if quick else seconds[0]},
        }
        for task, seconds in TICKS.items()
    }
