"""Says for each requirement whether it holds, and if not, how to mend it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from desk.actions import checks
from desk.actions.findings import CheckMoment
from health.clock import now, real_now


class Command(BaseCommand):
    help = "Look at everything that must hold; exit 1 if something does not."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = checks.look(checks.EVERYTHING, CheckMoment(now(), real_now()))
        for line in lines:
            self.stdout.write(str(line))
        if any(line.is_fault for line in lines):
            sys.exit(1)
