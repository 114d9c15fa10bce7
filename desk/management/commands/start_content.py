"""Loads and publishes the starter content where there is none, and letters that a newer version
brought along; never touches the author's.

Makes the roles of those who may log in.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from desk.actions import content, roles
from health.clock import now


class Command(BaseCommand):
    help = "Load and publish the starter content into empty tables, and new letters."

    def handle(self, *args: Any, **options: Any) -> None:
        roles.settle()
        filled = content.start(settings.CONTENT_DIR, now=now())
        if filled:
            self.stdout.write(f"Starter content loaded: {', '.join(filled)}.")
        added = content.add_required(settings.CONTENT_DIR, now=now())
        if added:
            self.stdout.write(f"New letters of this version: {', '.join(added)}.")
