"""Everything of this installation in one file: database, and media or the bucket's list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk import archive, dumps
from desk.actions import backup
from health.clock import real_now


class Command(BaseCommand):
    help = "Write one file with everything. Sealed where BACKUP_KEY is set."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="where it goes")

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["file"] or (
            settings.VAR_DIR / "backups" / f"{real_now():%Y-%m-%d-%H%M%S}.backup"
        )
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            size = backup.back_up(target.absolute())
        except (archive.UnfitArchive, dumps.DumpFailed, OSError) as error:
            raise CommandError(f"No backup was made: {error}") from None
        sealed = "sealed" if settings.BACKUP_KEY else "not sealed: BACKUP_KEY is not set"
        self.stdout.write(f"{target} ({size / 1e6:.1f} MB, {sealed})")
