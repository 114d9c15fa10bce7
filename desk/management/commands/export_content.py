"""Writes assessment, passages, guide, lessons, letters, course and hours as readable files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.actions import content


class Command(BaseCommand):
    help = "Write every draft into a folder, as files that load_content takes back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not an empty folder; name a new one.")
        for name in content.export(folder):
            self.stdout.write(name)
