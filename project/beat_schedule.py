"""Every periodic task on one screen: what wakes, how often, in which process. Pure.

Each waits in a queue of its own, where one wake is as good as many.
"""

from __future__ import annotations

# task -> seconds between wakes: (in production, in the demo's time-lapse)
TICKS: dict[str, tuple[float, float]] = {
    "mail.tasks.send_due": (2, 0.5),
    "courses.tasks.queue_due": (20, 0.5),
    "guides.tasks.build_due": (5, 0.5),
    "consultations.tasks.remind_due": (60, 1),
    "consultations.tasks.refresh_feeds": (60, 5),
    "landing.tasks.receive_due": (5, 0.5),
    "landing.tasks.draw_due": (60, 1),
    "desk.tasks.tidy": (3600, 3600),
    "desk.tasks.look_round": (300, 300),
    "desk.tasks.write_weekly": (900, 900),
}


# What sets or draws pages: no mail waits for that.
ON_PAPER = ("guides.tasks.build_due", "landing.tasks.draw_due")


def queues(process: str) -> list[str]:
    """The queues a worker process takes wakes from: guides what is on paper, mail all others."""
    return [task for task in TICKS if (task in ON_PAPER) == (process == "guides")]


def modules(process: str) -> list[str]:
    """What a worker process loads: the modules of the tasks it takes. Guides also what sets paper,
    which their children then share.
    """
    of_tasks = {task.rpartition(".")[0] for task in queues(process)}
    return sorted(of_tasks | ({"guides.weasy"} if process == "guides" else set()))


def own_queue(name: str, *_call: object, **_options: object) -> dict[str, str]:
    """Celery's router: where a task of this name waits."""
    return {"queue": name}
