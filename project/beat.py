"""Who wakes the workers as time passes; what and how often stands in `ticks`.

No wake expires: that would compare two machines' clocks. Instead none is added while one waits.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from celery.schedules import schedule as every
from django.conf import settings
from django.utils.log import configure_logging

from health.wake import is_waiting
from project.beat_schedule import TICKS


def steady() -> datetime:
    """Time that only goes on: a wall clock set back by an hour held all wakes up for an hour."""
    return datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=monotonic())


def schedule(*, quick: bool = False) -> dict[str, dict[str, Any]]:
    """Celery's beat_schedule. Pure."""
    return {
        task: {
            "task": task,
            "schedule": every(seconds[1] if quick else seconds[0], nowfun=steady),
        }
        for task, seconds in TICKS.items()
    }


class Beat(Scheduler):
    """Celery's, kept in memory: nothing of it has to outlive the process, or needs room on a
    disk. However long no worker takes wakes, one of each tick waits.
    """

    def setup_schedule(self) -> None:
        """Without Django's apps nobody else has set up the logs."""
        configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
        super().setup_schedule()

    def apply_async(
        self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any
    ) -> Any:
        if is_waiting(str(entry.task), producer):
            return None
        return super().apply_async(entry, producer=producer, advance=advance, **kwargs)
