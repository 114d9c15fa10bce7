"""Erases one person; a keyed hash of the address stays."""

from typing import Any

from django.core.management.base import CommandParser

from contacts import erase
from contacts.models import Contact
from desk.actions import erasure
from desk.management.person import PersonCommand
from health.clock import now


class Command(PersonCommand):
    help = "Erase everything held about a person; says what went and what stays."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def about(self, contact: Contact, **options: Any) -> None:
        preview = erasure.preview(contact, now=now())
        if not options["dry_run"]:
            erase.forget(contact=contact, now=now())
        for booking in preview["upcoming"]:
            self.stdout.write(f"off your calendar: {booking}")
        for line in preview["goes"]:
            self.stdout.write(f"goes: {line}")
        for line in preview["stays"]:
            self.stdout.write(f"stays: {line}")
