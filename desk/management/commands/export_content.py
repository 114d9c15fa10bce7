"""Writes offers, each in a folder, with letters and hours that belong to all, as readable files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.actions import content
from guides.models import Guide
from offers.models import Offer


class Command(BaseCommand):
    help = "Write every draft into a folder, as files that load_content takes back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--offer", default="", help="only this one (its name in the address)")
        parser.add_argument(
            "--guide", default="", help="of several guides, the one to write (its short name)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not an empty folder; name a new one.")
        try:
            offer, guide = options["offer"], options["guide"]
            for name in content.export(folder, offer=offer, guide=guide):
                self.stdout.write(name)
        except Offer.DoesNotExist as missing:
            slugs = ", ".join(Offer.objects.values_list("slug", flat=True))
            raise CommandError(f"No offer is called so. Known: {slugs}") from missing
        except Guide.DoesNotExist as missing:
            slugs = ", ".join(Guide.objects.values_list("slug", flat=True))
            raise CommandError(f"No guide is called so. Known: {slugs}") from missing
        for slug in content.guides_beside(options["guide"]):
            self.stderr.write(f"Not in this folder: the guide {slug}; add --guide {slug} for it.")
