"""What commands about one person have in common: the address they are asked with."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contacts.models import Contact


class PersonCommand(BaseCommand):
    """`manage.py COMMAND email`."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        contact = Contact.objects.by_email(options["email"])
        if contact is None:
            raise CommandError("Nobody with this address is known here.")
        self.about(contact, **options)

    @abstractmethod
    def about(self, contact: Contact, **options: Any) -> None:
        """What the command does, for the person of the address."""
