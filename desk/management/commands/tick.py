"""One pass of every tick, for those who run no beat (cron will do)."""

from importlib import import_module
from typing import Any

from celery import current_app
from django.core.management.base import BaseCommand

from health.actions import look_once
from health.clock import real_now


class Command(BaseCommand):
    help = "Run one pass of all ticks in this process."

    def handle(self, *args: Any, **options: Any) -> None:
        look_once(now=real_now())
        for entry in current_app.conf.beat_schedule.values():
            import_module(entry["task"].rpartition(".")[0])
            current_app.tasks[entry["task"]].apply(throw=True)
