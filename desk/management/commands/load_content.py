"""Compares content files with the drafts; with --replace makes the drafts as the files say."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.actions import content
from health.clock import now
from writing.errors import Refused


class Command(BaseCommand):
    help = "Show how content files differ from drafts (exit 1 if so); --replace takes them over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)
        parser.add_argument("--replace", action="store_true", help="make drafts; never publishes")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            lines = content.differences(folder)
            if options["replace"] and lines:
                content.replace(folder, now=now())
        except Refused as refused:
            raise CommandError("\n".join(str(fault) for fault in refused.faults)) from None
        for line in lines:
            self.stdout.write(line)
        if lines and not options["replace"]:
            self.stderr.write("Nothing was changed; --replace makes drafts of what differs.")
            sys.exit(1)
