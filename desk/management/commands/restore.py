"""Put a backup back. The house is held until `manage.py release`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk import archive, dumps
from desk.actions import backup


class Command(BaseCommand):
    help = "Replace database and media by a backup. Nothing is sent until: manage.py release"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--look", action="store_true", help="only say what would be replaced")
        parser.add_argument("--yes", action="store_true", help="do not ask before it is replaced")
        parser.add_argument("--force", action="store_true", help="though processes seem to run")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["look"]:
                backup.compare(options["file"], say=self.stdout.write)
                return
            backup.restore(
                options["file"],
                say=self.stdout.write,
                force=options["force"],
                agreed=lambda: options["yes"] or agreed(),
            )
        except (archive.UnfitArchive, backup.BackupRefused, dumps.DumpFailed, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            "No mail leaves. manage.py release --look lists what would go and who has left since; "
            "manage.py release lets it go, with --skip what is due now is not sent. "
            "Start every process anew."
        )


def agreed() -> bool:
    """Asked of somebody at a keyboard; a script has decided."""
    return not sys.stdin.isatty() or input("Replace all that is here? Type yes: ") == "yes"
