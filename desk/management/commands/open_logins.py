"""The way back in when too many tries closed a login; run on the server."""

from typing import Any

from django.core.management.base import BaseCommand

from health.budgets import forget_all


class Command(BaseCommand):
    help = "Open every login that wrong passwords closed, and whatever else was slowed down."

    def handle(self, *args: Any, **options: Any) -> None:
        forget_all()
        self.stdout.write("Every login is open again.")
