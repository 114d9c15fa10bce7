"""Let no mail leave until `release`, whatever is due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from health import actions
from health.clock import now
from health.models import Hold


class Command(BaseCommand):
    help = "Hold all mail of this installation. Pages go on working."

    def handle(self, *args: Any, **options: Any) -> None:
        hold = actions.hold(reason=Hold.Reason.HAND, now=now())
        self.stdout.write(f"No mail leaves: {hold}. manage.py release lets it go.")
