"""Prints everything held about one person as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contacts.models import Contact
from courses.actions import own_data


class Command(BaseCommand):
    help = "Print everything held about a person as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        contact = Contact.objects.by_email(options["email"])
        if contact is None:
            raise CommandError("Nobody with this address is known here.")
        held = own_data(contact)
        self.stdout.write(json.dumps(held, ensure_ascii=False, indent=2))
